import { addMessage, isMember } from './messages.js';
import { answersSince, type Cast, type Person } from './outcomes.js';
import { commandPayload, mentionEvent } from './payloads.js';
import { showAnswer } from './response-urls.js';
import { shownFailure } from './shown-failures.js';
import type { Channel, State, User } from './state.js';
import { typedText } from './typed-text.js';

const placeFor = (state: State, user: User, id?: string): Channel => {
  const sees = (channel: Channel) => isMember(state, channel, user.id);
  const channel = id === undefined ? [...state.channels.values()].find(sees) : state.channels.get(id);
  if (channel === undefined || !sees(channel)) throw new Error(`${user.name} is in no channel ${id ?? ''}`);
  return channel;
};

/** A message of a person; a reply to a reply goes to the same thread. */
const write = (cast: Cast, user: User, text: string, { channel, threadTs }: { channel: string; threadTs?: string }) => {
  const place = placeFor(cast.state, user, channel);
  if (threadTs !== undefined && cast.state.messages.get(threadTs)?.channel !== place.id)
    throw new Error('there is no such thread any more');
  return addMessage(cast.state, {
    channel: place.id,
    user: user.id,
    text,
    ...(threadTs === undefined ? {} : { thread_ts: cast.state.messages.get(threadTs)?.thread_ts ?? threadTs }),
  });
};

export const command =
  (cast: Cast, user: User): Person['command'] =>
  async (text, options = {}) => {
    const { state, triggers, responseUrls, occurrences } = cast;
    const channel = placeFor(state, user, options.channel);
    const occasion = { id: state.nextId('command'), channel: channel.id, user: user.id };
    const answers = answersSince(state, user.id, occasion.id);
    const name = options.command ?? '/upgrade';
    const payload = commandPayload(cast, {
      user,
      channel,
      command: name,
      text: typedText(state, text, { withNames: true }),
      triggerId: triggers.make(user.id),
      responseUrl: responseUrls.make(occasion),
    });
    const delivery = await occurrences.interact('slash_commands', payload);
    const body = typeof delivery.ackBody === 'string' ? { text: delivery.ackBody } : delivery.ackBody;
    if (typeof body === 'object' && body !== null && !delivery.failed) showAnswer(state, occasion, { ...body }, 'ack');
    return { ...delivery, ...shownFailure.command(name, delivery.failed), answers };
  };

/** The bot hears of a message that mentions it anywhere, when it is in the channel. */
export const say =
  (cast: Cast, user: User): Person['say'] =>
  (text, place) => {
    const { state, occurrences } = cast;
    const channel = placeFor(state, user, place.channel);
    const message = write(cast, user, typedText(state, text, { withNames: false }), place);
    const isMention = message.text.includes(`<@${state.bot.userId}>`);
    if (isMention && channel.hasBot) void occurrences.event(mentionEvent(state, message), channel.is_ext_shared);
    return message;
  };

export const mention =
  (cast: Cast, user: User): Person['mention'] =>
  async (text, place) => {
    const { state, occurrences } = cast;
    const channel = placeFor(state, user, place.channel);
    const answers = answersSince(state, user.id, '');
    const typed = typedText(state, text, { withNames: false });
    const message = write(cast, user, `<@${state.bot.userId}> ${typed}`, place);
    // Slack offers to invite an absent bot; until then it hears nothing.
    if (!channel.hasBot) return { ackedMs: 0, failed: 'unreachable', message, answers };
    const delivery = await occurrences.event(mentionEvent(state, message), channel.is_ext_shared);
    return { ...delivery, message, answers };
  };
