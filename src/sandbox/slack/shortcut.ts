import { isMember } from './messages.js';
import { answersSince, type Cast, type Person } from './outcomes.js';
import { shortcutPayload } from './payloads.js';
import { shownFailure } from './shown-failures.js';
import type { User } from './state.js';

/** A person takes a message shortcut, which Slack offers on every message of a channel they are in. */
export const shortcut =
  (cast: Cast, user: User): Person['shortcut'] =>
  async (what, callbackId = 'upgrade_actions') => {
    const { state, triggers, responseUrls, occurrences } = cast;
    const message = state.messages.get(typeof what === 'string' ? what : what.ts);
    const channel = message && state.channels.get(message.channel);
    if (message === undefined || message.deleted || channel === undefined || !isMember(state, channel, user.id))
      throw new Error(`${user.name} sees no such message`);
    const occasion = { id: state.nextId('shortcut'), channel: channel.id, user: user.id };
    const answers = answersSince(state, user.id, occasion.id);
    const payload = shortcutPayload(cast, {
      user,
      channel,
      message,
      callbackId,
      triggerId: triggers.make(user.id),
      responseUrl: responseUrls.make(occasion),
    });
    const delivery = await occurrences.interact('interactive', payload);
    return { ...delivery, ...shownFailure.press(delivery.failed), answers };
  };
