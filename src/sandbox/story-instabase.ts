import type { Pace } from './pace.js';
import type { Session } from './session.js';
import { card, playSteps, presses, reads, type Step, setScene, types } from './steps.js';
import { byHand, ends, enters, fails, plans } from './steps-instabase.js';

/** What the stage logs although it completes. */
const actionsLogged = [
  { level: 'INFO', msg: 'running 14 actions' },
  { level: 'WARNING', msg: 'app "ml-studio" is no longer part of the release and was skipped' },
  { level: 'ERROR', msg: 'action "reindex" gave up after 3 tries' },
] as const;

const steps: readonly Step[] = [
  plans('MIGRATE_DB', byHand),
  plans('RUN_ACTIONS', { logs: actionsLogged }),
  types('alice', 'preflight ib'),
  types('alice', 'create ib 23.07.0 quarterly release'),
  reads('create: done'),
  enters('CONFIRM_START'),
  types('alice', 'validate ib'),
  reads('validate: done'),
  types('alice', 'diff ib'),
  types('alice', 'start ib'),
  enters('MIGRATE_DB'),
  fails('MIGRATE_DB', 'could not lock table "jobs": timeout'),
  reads('Warning: MIGRATE_DB has failed'),
  card('MIGRATE_DB has failed'),
  types('alice', 'retry ib the lock is gone'),
  reads('MIGRATE_DB: UNDERWAY'),
  types('alice', 'pause ib to look at the tables'),
  reads('has not taken hold yet'),
  ends('MIGRATE_DB'),
  reads('The run is paused'),
  types('bob', 'retry ib the tables look well'),
  enters('RUN_ACTIONS'),
  enters('CONFIRM_COMPLETION'),
  types('alice', 'complete ib tested by the test plan'),
  presses('alice', 'Approve'),
  presses('bob', 'Approve'),
  reads('Upgrade finished'),
  card('Upgrade finished'),
  plans('MIGRATE_DB', {}),
  plans('RUN_ACTIONS', {}),
];

/**
 * One upgrade of Instabase from its checks to the end: a stage fails and is retried, a pause takes hold and is ended, a
 * stage logs an error although it completes, and bob approves the last step, which alice may not.
 * @throws Error when something that has to happen does not happen in time
 */
export async function playInstabaseStory(session: Session, pace: Pace, signal: AbortSignal): Promise<void> {
  await playSteps(steps, setScene(session, pace, signal));
}
