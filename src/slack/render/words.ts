import type { ErrorKind } from '../../core/errors.js';
import type { ActionName, ActionWords, NodeCondition, Profile, StageCondition } from '../../core/products.js';
import type { RequestStatus, UpgradeView } from '../../core/view.js';

/** Plain words for what a node's state means. */
export const conditionWords = {
  active: 'running',
  starting: 'coming up',
  leaving: 'going down',
  off: 'not running',
  error: 'broken: look at its log',
  finalizing: 'running upgrade tasks',
  unknown: 'a state this bot does not know',
} as const satisfies Record<NodeCondition, string>;

/**
 * The status of a stage in words: the product's own, else by what it means.
 * @param back the run goes back through its stages
 */
export function wordsForStatus(profile: Profile, status: string, condition: StageCondition, back = false): string {
  if (back && condition === 'underway') return 'being undone';
  const known = profile.stageStatuses ?? {};
  return (Object.hasOwn(known, status) ? known[status]?.words : undefined) ?? stageWords[condition];
}

/** Plain words for what a stage's status means. */
const stageWords = {
  waiting: 'to come',
  underway: 'under way',
  done: 'through',
  undone: 'undone',
  error: 'failed',
  unknown: 'a status this bot does not know',
} as const satisfies Record<StageCondition, string>;

/** The state under which this product reports nodes of a condition, for a sentence about such a node. */
export function nodeStateFor(profile: Profile, condition: NodeCondition): string | undefined {
  return Object.keys(profile.nodeStates).find((state) => profile.nodeStates[state]?.condition === condition);
}

/** The action as the product speaks of it. One that the product no longer has is called by its name. */
export function actionWords(profile: Profile, action: ActionName): ActionWords {
  return profile.actions[action]?.words ?? { ...nameless, usage: action, short: action, order: action };
}

const nameless = { doing: 'it is being carried out', done: 'It has taken effect.', next: '' } as const;

/** Where a request stands, after "this request". */
export const statusWords = {
  open: 'waits for approval',
  granted: 'has been approved',
  begun: 'has been approved and is being carried out',
  ended: 'has been carried out',
  rejected: 'has been rejected',
  withdrawn: 'has been withdrawn by the person who asked',
  voided: 'is void, because the target changed',
  expired: 'has expired',
} as const satisfies Record<RequestStatus, string>;

/** How an upgrade ended. */
export const endingWords = {
  completed: 'finished',
  cancelled: 'cancelled',
  'rolled-back': 'rolled back',
  abandoned: 'abandoned',
  'not-started': 'not started',
  unseen: 'end not seen',
} as const satisfies Record<NonNullable<UpgradeView['finishedHow']>, string>;

/** What went wrong and what to do, per kind of error. */
export const errorWords = {
  unreachable: 'it does not answer. Check that it runs and that the network path to it is open',
  unauthorized: 'it does not accept the credentials (401). Check the user or token in the configuration',
  forbidden: 'it refuses the call (403). What it says, and what to do, is in the answer to the doctor command',
  'not-clustered': 'it runs as a single node. Rolling upgrades need a cluster',
  'not-found': 'the address is wrong or this version has no such interface (404). Check the url in the configuration',
  conflict: 'its present state does not allow this (409). Look at its status',
  'rate-limited': 'it asks the bot to slow down (429). The bot waits as long as it was told to',
  redirected: 'it sends the bot to another page, usually a login. Check the url and the credentials',
  'not-json': 'it answers with a web page instead of data. Check the url, and whether a proxy answers in its place',
  'bad-body': 'its answer has a form the bot does not know. Check that its version is supported',
  refused: 'it refused the call. The log of the bot has its own words',
  'store-down': 'the bot cannot reach its store. Nothing was done; try again in a minute',
  'slack-refused': 'Slack refused the call. Look at what the doctor command says',
  'slack-busy': 'Slack does not answer at the moment. The bot tries again by itself',
  internal: 'the bot made a mistake. Its log says more',
} as const satisfies Record<ErrorKind, string>;

/** A cause as given: a kind of error in words, or the text as it came. */
export function causeWords(detail: string): string {
  return Object.hasOwn(errorWords, detail) ? errorWords[detail as ErrorKind] : detail;
}
