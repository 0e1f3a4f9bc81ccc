import { type Engine, force, proceed, repeat, settle } from './engine.js';
import { isTerminal } from './stages.js';
import { isUnderway, type Manager, recordOf, type Upgrade } from './upgrade.js';

/** gRPC codes: 5 not found, 9 failed precondition, 13 internal. */
export interface Refusal {
  readonly code: 3 | 5 | 9 | 13;
  readonly message: string;
}

export type ActionVerb = 'start' | 'complete' | 'pause' | 'retry' | 'continue' | 'rollback' | 'abandon';

interface Rule {
  /** As in `StartUpgrade failed: updateState failed: Start failed: already started`. */
  readonly name: string;
  /** Why it is not allowed now; undefined when it is. */
  readonly against: (upgrade: Upgrade) => string | undefined;
  readonly act: (engine: Engine, upgrade: Upgrade) => void;
}

function notRunning(upgrade: Upgrade): string | undefined {
  if (isTerminal(upgrade.current)) return `already ${upgrade.current.toLowerCase()}`;
  return upgrade.started ? undefined : 'not started';
}

function againstStart(upgrade: Upgrade): string | undefined {
  if (upgrade.started) return 'already started';
  if (upgrade.partial) return 'upgrade resource is incomplete';
  return isTerminal(upgrade.current) ? `already ${upgrade.current.toLowerCase()}` : undefined;
}

function start(engine: Engine, upgrade: Upgrade): void {
  upgrade.started = true;
  recordOf(upgrade, 'CONFIRM_START').status = 'COMPLETED';
  proceed(engine, upgrade);
}

function againstComplete(upgrade: Upgrade): string | undefined {
  const reason = notRunning(upgrade);
  if (reason !== undefined) return reason;
  return upgrade.current === 'CONFIRM_COMPLETION' ? undefined : `current stage is ${upgrade.current}`;
}

function complete(engine: Engine, upgrade: Upgrade): void {
  recordOf(upgrade, 'CONFIRM_COMPLETION').status = 'COMPLETED';
  settle(engine, upgrade, 'COMPLETED');
}

function againstRetry(upgrade: Upgrade): string | undefined {
  const reason = notRunning(upgrade);
  if (reason !== undefined) return reason;
  return upgrade.paused || upgrade.failure !== null ? undefined : 'neither paused nor failed';
}

/** Resumes after a pause or, in a failed state, repeats the stage. A pause that has not taken hold is taken back. */
function retry(engine: Engine, upgrade: Upgrade): void {
  if (upgrade.failure !== null) repeat(engine, upgrade);
  else if (isUnderway(upgrade)) upgrade.paused = false;
  else proceed(engine, upgrade);
}

function againstContinue(upgrade: Upgrade): string | undefined {
  const reason = notRunning(upgrade);
  if (reason !== undefined) return reason;
  if (upgrade.current === 'CONFIRM_COMPLETION') return 'current stage is CONFIRM_COMPLETION';
  return upgrade.failure !== null || isUnderway(upgrade) ? undefined : 'current stage is neither failed nor underway';
}

function againstRollback(upgrade: Upgrade): string | undefined {
  const reason = notRunning(upgrade);
  if (reason !== undefined) return reason;
  return upgrade.rollbackRequested && upgrade.failure === null ? 'rollback already requested' : undefined;
}

const rules: Readonly<Record<ActionVerb, Rule>> = {
  start: { name: 'Start', against: againstStart, act: start },
  complete: { name: 'Complete', against: againstComplete, act: complete },
  pause: {
    name: 'Pause',
    against: notRunning,
    act: (_engine, upgrade) => {
      upgrade.paused = true;
    },
  },
  retry: { name: 'Retry', against: againstRetry, act: retry },
  continue: {
    name: 'Continue',
    against: againstContinue,
    act: (engine, upgrade) => force(engine, upgrade, 'continue'),
  },
  rollback: {
    name: 'Rollback',
    against: againstRollback,
    act: (engine, upgrade) => force(engine, upgrade, 'rollback'),
  },
  abandon: {
    name: 'Abandon',
    against: (upgrade) => (isTerminal(upgrade.current) ? `already ${upgrade.current.toLowerCase()}` : undefined),
    // The stage that was underway stays so: the page says that it may go on running until a restart.
    act: (engine, upgrade) => settle(engine, upgrade, 'ABANDONED'),
  },
};

export const actionVerbs = Object.keys(rules) as readonly ActionVerb[];

/**
 * Carries a call out, or says why not and changes nothing.
 * @param checkUnstarted of `abandon`: refuse with code 9 when the upgrade was started
 */
export function perform(
  manager: Manager,
  engine: Engine,
  verb: ActionVerb,
  checkUnstarted = false,
): Refusal | undefined {
  const { upgrade } = manager;
  const { name, against, act } = rules[verb];
  if (upgrade === undefined) return { code: 5, message: `${name}Upgrade failed: no upgrade found` };
  if (verb === 'abandon' && checkUnstarted && upgrade.started) {
    return { code: 9, message: 'AbandonUpgrade failed: upgrade already started' };
  }
  const reason = against(upgrade);
  if (reason !== undefined) {
    return { code: 13, message: `${name}Upgrade failed: updateState failed: ${name} failed: ${reason}` };
  }
  act(engine, upgrade);
  manager.changed();
  return undefined;
}
