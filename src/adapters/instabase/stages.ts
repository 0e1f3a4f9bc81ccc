import type { StageMeaning, StateMeaning } from '../../core/products.js';

/**
 * Stages, stage statuses and log levels, under the numbers that stand for them on the wire ("Upgrade API", section
 * "Stream upgrade events").
 */
export const stageNames = [
  'CONFIRM_START',
  'TURN_DOWN',
  'MIGRATE_DB',
  'WRITE_NEW_CONFIGS',
  'UNDO_TURN_DOWN',
  'RUN_ACTIONS',
  'CHECK_HEALTH',
  'CONFIRM_COMPLETION',
  'COMPLETED',
  'ROLLEDBACK',
  'ABANDONED',
] as const;

/** Numbering begins with 1: a status of 0 is none. */
export const statusNames = ['UNSPECIFIED', 'UNSTARTED', 'UNDERWAY', 'COMPLETED', 'ROLLEDBACK', 'FAILED'] as const;
export const levelNames = ['UNSPECIFIED', 'INFO', 'ERROR', 'WARNING', 'SUCCESS'] as const;

/** The state in which no upgrade was ever created, or none is left: code 5. The product has no name of its own for it. */
export const NOT_FOUND = 'NOT_FOUND';

/** The stages that a run goes through; the other three are its ends. */
export const runStages: readonly string[] = stageNames.slice(0, 8);

/** Stages in which a run waits for a person: that they are under way means that nothing is. */
export const waitingStages: readonly string[] = ['CONFIRM_START', 'CONFIRM_COMPLETION'];

/** Workloads are scaled down in the first of these and up again in the last. */
export const outageStages: readonly string[] = ['TURN_DOWN', 'MIGRATE_DB', 'WRITE_NEW_CONFIGS', 'UNDO_TURN_DOWN'];

/** Stages that may log errors and still complete. */
export const reviewedStages: readonly string[] = ['RUN_ACTIONS', 'CHECK_HEALTH'];

/** The state of a target is the stage its latest run is in; the phase here holds when nothing else is known of the run. */
export const states: Readonly<Record<string, StateMeaning>> = {
  [NOT_FOUND]: { phase: 'idle', ends: 'unseen', words: 'no upgrade has been created' },
  CONFIRM_START: { phase: 'prepared', words: 'an upgrade is created and waits for its start' },
  TURN_DOWN: { phase: 'running', words: 'workloads are being scaled down' },
  MIGRATE_DB: { phase: 'running', words: 'the databases are being migrated' },
  WRITE_NEW_CONFIGS: { phase: 'running', words: 'the configs of the new release are being written' },
  UNDO_TURN_DOWN: { phase: 'running', words: 'workloads are being scaled up again' },
  RUN_ACTIONS: { phase: 'running', words: 'actions that follow the installation are being run' },
  CHECK_HEALTH: { phase: 'running', words: 'the health of the deployment is being checked' },
  CONFIRM_COMPLETION: {
    phase: 'finalizable',
    words: 'everything has run; it waits for somebody to complete or roll it back',
  },
  COMPLETED: { phase: 'idle', ends: 'completed', words: 'the latest upgrade is complete; none is running' },
  ROLLEDBACK: { phase: 'idle', ends: 'rolled-back', words: 'the latest upgrade was rolled back; none is running' },
  ABANDONED: { phase: 'idle', ends: 'abandoned', words: 'the latest upgrade was abandoned; none is running' },
};

export const stageStatuses: Readonly<Record<string, StageMeaning>> = {
  UNSTARTED: { condition: 'waiting', words: 'not begun' },
  UNDERWAY: { condition: 'underway', words: 'at work' },
  COMPLETED: { condition: 'done', words: 'done' },
  ROLLEDBACK: { condition: 'undone', words: 'undone' },
  FAILED: { condition: 'error', words: 'ended with an error' },
};

/** The product's own entry for a name, however odd the name is. */
export function known<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

export const isTerminal = (stage: string): boolean => known(states, stage)?.phase === 'idle';
