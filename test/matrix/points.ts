/** The points of a bot's process that the flows of these tests come to, by name; test/points gives the names. */

const around = (...names: readonly string[]): string[] =>
  names.flatMap((name) => [`${name}, before`, `${name}, after`]);
const call = (...names: readonly string[]): string[] =>
  names.flatMap((name) => [`${name}, before`, `${name}, sent`, `${name}, answered`]);

/** An append to the timeline, and the jobs that it wakes. */
const recorded = (events: string, ...jobs: readonly string[]): string[] =>
  around(`append ${events}`, ...['publish', 'card', ...jobs].map((job) => `add job ${job} for ${events}`));

const posted = (kind: 'lines' | 'request'): string[] => [
  ...around(`book intent of ${kind}`),
  ...call(`slack chat.postMessage of ${kind}`),
  ...around(`book posted ${kind}`),
];
const cardPosted = [
  ...around('book intent of card'),
  ...call('slack chat.postMessage of card'),
  ...around('note thread', 'book posted card'),
];
const cardEdited = [
  ...around('take up card', 'book edit of card begun'),
  ...call('slack chat.update'),
  ...around('book edited card'),
];
const drained = around('take up thread', 'take turn', 'settle debt', 'end job publish');
/** Until a command or a press is known to the store. */
export const ackPoints: readonly string[] = around('ack', 'note delivery');
const taken = [...ackPoints, ...call('slack users.info')];
const linked = call('slack chat.getPermalink', 'slack response_url');
const sent = (action: string): string[] => [
  ...recorded('begun'),
  ...call(`product POST ${action}`),
  ...recorded('outcome'),
  ...around('end job act'),
];

/** Where a process may be struck while it does what a flow asks of it. */
export interface FlowPoints {
  /** Every flow comes to these. */
  readonly always: readonly string[];
  /**
   * Timing decides whether it comes to these: two events may be drawn in one step, and a card may be right already.
   * They are not struck, since nothing is sent around them: only how far Slack shows the timeline is noted.
   */
  readonly byTiming: readonly string[];
}

const shownAlready = around('book card as it was', 'book events without lines');
/** A card was edited less than 3 s ago: its job comes back, and ends then. */
const editedLater = around('put job back card', 'end job card');

/** `/upgrade start confluence`, until the cluster's state is in the thread and nothing is owed. */
export const startPoints: FlowPoints = {
  always: [
    ...taken,
    ...recorded('opened + asked', 'act'),
    ...around('bring job forward watch'),
    ...cardPosted,
    ...sent('start'),
    ...recorded('state'),
    ...posted('lines'),
    ...cardEdited,
    ...drained,
    ...editedLater,
    ...linked,
  ],
  byTiming: shownAlready,
};

/** `/upgrade approve confluence`, until the request is in the thread and its asker has an answer. */
export const askPoints: FlowPoints = {
  always: [
    ...taken,
    ...call('slack usergroups.users.list'),
    ...recorded('asked', 'attend'),
    ...posted('request'),
    ...cardEdited,
    ...drained,
    ...around('end job card'),
    ...linked,
  ],
  byTiming: [...shownAlready, ...around('put job back card')],
};

/** The press of Approve, until RUNNING_UPGRADE_TASKS is in the thread and in the card. */
export const approvePoints: FlowPoints = {
  always: [
    ...taken,
    ...call('slack usergroups.users.list'),
    ...recorded('approved', 'act'),
    ...call('slack response_url'),
    ...sent('approve'),
    ...recorded('node + state'),
    ...around('bring job forward watch'),
    ...posted('lines'),
    ...cardEdited,
    ...drained,
    ...editedLater,
  ],
  byTiming: shownAlready,
};

/**
 * The watch comes to these several times a second, whatever else goes on: a kill there says nothing about the flow.
 * They are struck where the watch itself is what counts.
 */
export const watchPoints: readonly string[] = [
  ...around('take up target'),
  ...call('product GET cluster'),
  ...around('put job back watch'),
];

/** Once in 15 s whatever else goes on, and at the start of a process: struck where a process starts. */
export const sweepPoints: readonly string[] = around('add job watch', 'add job sweep', 'put job back sweep');

/** What of `reached` belongs to the flow, and not to what goes on beside it. */
export function inFlow(reached: readonly string[]): string[] {
  return reached.filter((name) => !watchPoints.includes(name) && !sweepPoints.includes(name));
}

/**
 * Points without the bookkeeping of a drain and of a job, which is the same code in every flow: start is struck at all of
 * it, the other flows at what they append, add, call, say and acknowledge.
 */
export const withoutBookkeeping = (points: readonly string[]): string[] =>
  points
    .filter((point) => !/^(?:take (?:up|turn)|settle|end job|put job back|book|note) ?/.test(point))
    .filter(isApart);

/** Nothing is awaited between the end of an append and the first two jobs that it wakes: these points are one instant. */
export const isApart = (point: string): boolean => !/^add job (?:publish|card) .*, before$/.test(point);

/** The points in groups, one for each story, each with its title; the last groups may be smaller. */
export function inGroups(points: readonly string[], size: number): [title: string, points: string[]][] {
  const count = Math.ceil(points.length / size);
  // Every so many: neighbours, which are much alike, do not meet in one story.
  const groups = Array.from({ length: count }, (_, group) => points.filter((_point, index) => index % count === group));
  return groups.map((group) => [group.join('; '), group]);
}

/** One point of each kind between what happens and its line in the thread. */
export const kindsOf = (events: string): string[] => [
  ...around(`append ${events}`),
  `add job card for ${events}, before`,
  'slack chat.postMessage of lines, sent',
  'slack chat.update, sent',
];

/** What a call to the cluster adds to these. */
export const kindsOfCall = (action: string): string[] => [
  'append begun, before',
  'append begun, after',
  ...call(`product POST ${action}`),
  'append outcome, before',
];

/** Several kills, each with a restart and the time-out of a call (30 s), on a machine that does much else. */
export const STORY_MS = 300_000;

/** A process that starts: it looks for what is owed, and asks Slack who it is. */
export const startingPoints: readonly string[] = [
  'slack auth.test, sent',
  ...around('add job watch', 'add job publish for nothing'),
  'put job back sweep, before',
  'take up thread, after',
  'slack apps.connections.open, answered',
];
