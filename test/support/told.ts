import type { ExpectStatic } from 'vitest';
import type { TimelineEvent } from '../../src/core/events.js';
import type { Message } from '../../src/sandbox/slack/state.js';
import { eventually } from './eventually.js';
import type { Kept } from './kept.js';
import { cast, type Story } from './story.js';

type Event<Type extends TimelineEvent['type']> = Extract<TimelineEvent, { type: Type }>;
type Asked = Event<'asked'>['request'];

/**
 * Compares what the cluster received, what the store holds and what the channel says, once nothing is owed any more:
 * each event is told once and in order, each call that took effect is told as done and no other, and each card shows
 * how things stand.
 * @returns the states that each upgrade entered, for the test that knows which the cluster went through
 */
export async function expectToldRight(
  story: Story & { readonly kept: Kept },
  expect: ExpectStatic,
): Promise<string[][]> {
  const { kept } = story;
  await eventually('nothing to be owed', async () => (await kept.owing()).length === 0, 40_000);
  await story.quiet(2_500);
  const timelines = await kept.timelines();
  const roots = story.roots();

  expect(roots).toHaveLength(timelines.length);
  for (const [index, events] of timelines.entries()) {
    const thread = threadOf(story, roots[index]);
    expect(thread.flatMap((message) => told(story, message))).toEqual(
      events.flatMap((event) => lineFor(event, events)).map((line) => expect.stringMatching(line)),
    );
    const withButtons = thread.filter((message) => story.buttons(message).length > 0);
    expect(withButtons).toHaveLength(openRequests(events).length);
    expectCard(story, expect, events, roots[index]);
  }
  expectCallsTold(story, expect, timelines.flat());
  expectNodes(story, expect);
  return timelines.map((events) => events.flatMap((event) => (event.type === 'state' ? [event.to] : [])));
}

function threadOf({ slack }: Story, root: Message | undefined): Message[] {
  return slack
    .everything(cast.channel)
    .filter(({ user, thread_ts }) => user === slack.botUserId && thread_ts === root?.ts);
}

/** A request is one message; other messages hold one event in each line. */
function told(story: Story, message: Message): string[] {
  const text = story.read(message);
  return message.broadcast ? [text.replaceAll('\n', ' ')] : text.split('\n');
}

const askedBy = (event: TimelineEvent): Asked[] => (event.type === 'asked' ? [event.request] : []);

const deciding: readonly TimelineEvent['type'][] = ['rejected', 'withdrawn', 'voided', 'expired'];

/** Requests that wait for another person. */
function openRequests(events: readonly TimelineEvent[]): Asked[] {
  const decided = events.flatMap((event) => {
    if (!('request' in event) || typeof event.request !== 'string') return [];
    return deciding.includes(event.type) || (event.type === 'approved' && event.granted) ? [event.request] : [];
  });
  return events.flatMap(askedBy).filter(({ id, required }) => required > 0 && !decided.includes(id));
}

/** What the thread has to say of an event; written apart from the bot's own words, which are only matched. */
function lineFor(event: TimelineEvent, events: readonly TimelineEvent[]): RegExp[] {
  switch (event.type) {
    case 'opened':
      return event.how === 'noticed' ? [/Noticed an upgrade/] : [];
    case 'asked':
      return [
        new RegExp(
          event.request.required > 0 ? ` #\\d+ \\(${event.request.action}\\):` : `asked for ${event.request.action}`,
        ),
      ];
    case 'state':
      return [new RegExp(`^${event.to}: `)];
    case 'node':
      return [
        new RegExp(`^${event.node.name}: ${event.node.state}${event.wasVersion === undefined ? '$' : ', now on'}`),
      ];
    case 'warned':
      return [/Warning: /];
    case 'cleared':
      return event.past === true ? [] : [/Over: /];
    case 'finished':
      return [endings[event.how]];
    case 'lost':
      return [/is not reachable/];
    case 'regained':
      return [/reachable again/];
    case 'begun':
    case 'run':
      return [];
    case 'stage':
      return event.quiet === true ? [] : [new RegExp(`^${event.stage.name}: ${event.stage.status}`)];
    case 'log':
      return [new RegExp(`${event.line.level}`)];
    case 'log-full':
      return [/more/];
    default:
      return [requestLine(event, events.flatMap(askedBy))];
  }
}

const endings = {
  completed: /Upgrade finished/,
  cancelled: /Upgrade cancelled/,
  'rolled-back': /Upgrade rolled back/,
  abandoned: /Upgrade abandoned/,
  'not-started': /Upgrade not started/,
  unseen: /End not seen/,
};

const words = {
  approved: 'approved by',
  rejected: 'rejected by',
  withdrawn: 'withdrawn by',
  voided: 'void:',
  expired: 'expired:',
  reminded: 'still open',
};

function requestLine(
  event: Event<'approved' | 'rejected' | 'withdrawn' | 'voided' | 'expired' | 'reminded' | 'outcome'>,
  requests: readonly Asked[],
): RegExp {
  const action = requests.find(({ id }) => id === event.request)?.action ?? 'no such request';
  if (event.type !== 'outcome') return new RegExp(`${action}: ${words[event.type]}`);
  // What was not sent, or did not take effect, waits for a person, who is told what to type.
  return event.result === 'done'
    ? new RegExp(`${action}: done`)
    : new RegExp(`${action}: ${event.result.replace('-', ' ')}.*/upgrade ${action}`);
}

/** Every call that changed the cluster is told as done, and nothing else is; no request led to two calls. */
function expectCallsTold(story: Story, expect: ExpectStatic, events: readonly TimelineEvent[]): void {
  const asked = events.flatMap(askedBy);
  const actionOf = (id: string) => asked.find((one) => one.id === id)?.action;
  const outcomes = events.flatMap((event) => (event.type === 'outcome' ? [event] : []));
  const posts = story.cluster.posts();

  expect(posts.filter(({ acted }) => acted).map(({ verb }) => verb)).toEqual(
    outcomes.flatMap(({ result, request }) => (result === 'done' ? [actionOf(request)] : [])),
  );
  expect(
    outcomes.map(({ result }) => result).filter((result) => !['done', 'not-sent', 'not-done'].includes(result)),
  ).toEqual([]);
  const begun = events.flatMap((event) => (event.type === 'begun' ? [event.request] : []));
  expect(new Set(begun).size).toBe(begun.length);
  expect(posts.length).toBeLessThanOrEqual(begun.length);
  expect(outcomes.map(({ request }) => request)).toEqual(begun);
}

function expectCard(
  story: Story,
  expect: ExpectStatic,
  events: readonly TimelineEvent[],
  root: Message | undefined,
): void {
  const isOver = events.some(({ type }) => type === 'finished');
  const now = new RegExp(`State: ${story.cluster.cluster.state()}`);
  expect(root === undefined ? '' : story.read(root)).toMatch(isOver ? /Upgrade (finished|cancelled|not started)/ : now);
}

/** The newest card shows every node as it is. */
function expectNodes(story: Story, expect: ExpectStatic): void {
  const card = story.card();
  for (const { name, state, version } of story.cluster.cluster.nodes()) {
    expect(card).toMatch(new RegExp(`${name}: ${state}.*${version.replaceAll('.', '\\.')}`));
  }
}
