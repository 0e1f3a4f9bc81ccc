import { type Button, chooseButton } from './buttons.js';
import { isMember } from './messages.js';
import { answersSince, type Cast, type ClickOptions, type Person } from './outcomes.js';
import { clickPayload } from './payloads.js';
import { shownFailure } from './shown-failures.js';
import type { Channel, Ephemeral, Message, State, User } from './state.js';

const findPressed = (state: State, what: Message | Ephemeral | string): Message | Ephemeral | undefined => {
  const ts = typeof what === 'string' ? what : what.ts;
  return state.messages.get(ts) ?? state.ephemerals.find((it) => it.ts === ts);
};

/** The button as this person sees it now; with `stale`, as the newest earlier version showed it. */
const buttonFor = (
  state: State,
  user: User,
  pressed: Message | Ephemeral,
  options: ClickOptions,
): Button | undefined => {
  const isMessage = 'versions' in pressed;
  if (!isMessage && pressed.user !== user.id) return undefined;
  const channel = state.channels.get(pressed.channel);
  if (channel === undefined || !isMember(state, channel, user.id)) return undefined;
  if (isMessage && options.stale) {
    const found = pressed.versions.toReversed().map(({ blocks }) => chooseButton(blocks, options));
    return found.find((button) => button !== undefined);
  }
  if (isMessage && pressed.deleted) return undefined;
  return chooseButton(pressed.blocks, options);
};

interface Pressing {
  pressed: Message | Ephemeral;
  button: Button;
  channel: Channel;
}

const find = (
  state: State,
  user: User,
  what: Message | Ephemeral | string,
  options: ClickOptions,
): Pressing | undefined => {
  const pressed = findPressed(state, what);
  const channel = pressed && state.channels.get(pressed.channel);
  const button = pressed && buttonFor(state, user, pressed, options);
  return pressed && channel && button && { pressed, channel, button };
};

/** One click taken to the bot, with its own trigger and response_url. */
const press = (cast: Cast, user: User, pressing: Pressing, id: string) => {
  const { pressed, channel } = pressing;
  const occasion = { id, channel: channel.id, user: user.id, original: pressed };
  const triggerId = cast.triggers.make(user.id);
  const responseUrl = cast.responseUrls.make(occasion);
  return cast.occurrences.interact('interactive', clickPayload(cast, { user, ...pressing, triggerId, responseUrl }));
};

export const click =
  (cast: Cast, user: User): Person['click'] =>
  async (what, options = {}) => {
    const pressing = find(cast.state, user, what, options);
    if (pressing === undefined) return { ackedMs: 0, failed: 'gone', sent: false, answers: () => [] };
    const id = cast.state.nextId('click');
    const answers = answersSince(cast.state, user.id, id);
    const times = Array.from({ length: options.times ?? 1 });
    const deliveries = await Promise.all(times.map(() => press(cast, user, pressing, id)));
    const delivery = deliveries.find((it) => it.failed) ?? deliveries[0] ?? { ackedMs: 0 };
    const { confirm } = pressing.button;
    return {
      ...delivery,
      ...shownFailure.press(delivery.failed),
      ...(confirm ? { confirm } : {}),
      sent: true,
      answers,
    };
  };
