import type { Happening } from '../../src/core/events.js';
import type { ActionName } from '../../src/core/products.js';
import type { RequestView } from '../../src/core/view.js';
import {
  aLogLine,
  aStagedLook,
  aStagedRequest,
  nothingCreated,
  recordOf,
  stagedProfile,
  stagesAt,
  type Told,
  tell,
} from './staged-builders.js';

const begun = (request: string, timeoutMs = 30_000): Happening => ({ type: 'begun', request, sendBy: 0, timeoutMs });
const done = (request: string, report?: string[]): Happening => ({
  type: 'outcome',
  request,
  result: 'done',
  lostAnswer: false,
  ...(report === undefined ? {} : { report }),
});

/** An action that a person asks for, and that goes through. */
export const doing = (
  id: string,
  action: ActionName,
  more: Partial<RequestView> = {},
  report?: string[],
): Happening[] => [
  recordOf(aStagedRequest({ id, action, ...more })),
  begun(id, stagedProfile.actions[action]?.timeoutMs),
  done(id, report),
];

const failed = aStagedLook('MIGRATE_DB', 'failed', {
  failure: { stage: 'MIGRATE_DB', message: 'could not lock table "jobs": timeout' },
  stages: stagesAt('MIGRATE_DB', 'FAILED'),
});
const log = [aLogLine(), aLogLine({ level: 'ERROR', message: 'action "reindex" gave up after 3 tries' })];

/** An upgrade that was created and has not been started. Each story below goes on where the one before it ends. */
export const created = [
  ...doing('r0', 'create', { release: '23.04.3', reason: 'quarterly release' }),
  aStagedLook('CONFIRM_START', 'prepared', { started: false }),
];
export const validated = [
  ...created,
  ...doing('r1', 'validate', { reads: true }, ['ingress.yml: unknown field "foo"']),
];
export const started = [...validated, ...doing('r2', 'start'), aStagedLook('TURN_DOWN')];
export const broken = [...started, aStagedLook('MIGRATE_DB'), failed];
const mended = [...broken, ...doing('r3', 'retry'), aStagedLook('MIGRATE_DB')];
export const pausing = [...mended, ...doing('r4', 'pause'), aStagedLook('MIGRATE_DB', 'running', { pause: 'asked' })];
const held = { pause: 'held', stages: stagesAt('MIGRATE_DB', 'COMPLETED') } as const;
export const paused = [...pausing, aStagedLook('WRITE_NEW_CONFIGS', 'paused', held)];
export const resumed = [
  ...paused,
  ...doing('r5', 'retry'),
  aStagedLook('WRITE_NEW_CONFIGS'),
  aStagedLook('UNDO_TURN_DOWN'),
];
export const through = [
  ...resumed,
  aStagedLook('RUN_ACTIONS', 'running', { log: log.slice(0, 1) }),
  aStagedLook('CHECK_HEALTH', 'running', { log }),
  aStagedLook('CONFIRM_COMPLETION', 'finalizable', { log }),
];
/** The request to complete it, that another person approves. */
export const asked = aStagedRequest({ id: 'r6', action: 'complete', required: 1, approvers: ['S0APPROVERS'] });
export const completed = [
  ...through,
  recordOf(asked),
  { type: 'approved', request: 'r6', by: 'U0BOB', granted: true } as const,
  begun('r6'),
  done('r6'),
  aStagedLook('COMPLETED', 'idle', { log }),
];

/** The story as the bot writes it down. */
export const whole = (story: Parameters<typeof tell>[1]): Told => tell(nothingCreated, story, 'U0ALICE');
