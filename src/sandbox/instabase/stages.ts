/**
 * Stages, stage statuses and log levels with the numbers that stand for them on the wire.
 * Source: Instabase documentation, page "Upgrade API", "Stream upgrade events".
 */
export const stageNumbers = {
  CONFIRM_START: 0,
  TURN_DOWN: 1,
  MIGRATE_DB: 2,
  WRITE_NEW_CONFIGS: 3,
  UNDO_TURN_DOWN: 4,
  RUN_ACTIONS: 5,
  CHECK_HEALTH: 6,
  CONFIRM_COMPLETION: 7,
  COMPLETED: 8,
  ROLLEDBACK: 9,
  ABANDONED: 10,
} as const;

export type StageName = keyof typeof stageNumbers;

export const statusNumbers = { UNSTARTED: 1, UNDERWAY: 2, COMPLETED: 3, ROLLEDBACK: 4, FAILED: 5 } as const;

export type StageStatus = keyof typeof statusNumbers;

export const levelNumbers = { INFO: 1, ERROR: 2, WARNING: 3, SUCCESS: 4 } as const;

export type LogLevel = keyof typeof levelNumbers;

/** The stages of an upgrade in the order in which it passes them; an end may come instead of any of them. */
export const stageOrder = [
  'CONFIRM_START',
  'TURN_DOWN',
  'MIGRATE_DB',
  'WRITE_NEW_CONFIGS',
  'UNDO_TURN_DOWN',
  'RUN_ACTIONS',
  'CHECK_HEALTH',
  'CONFIRM_COMPLETION',
] as const satisfies readonly StageName[];

export const isTerminal = (stage: StageName): boolean => stageNumbers[stage] >= stageNumbers.COMPLETED;

/** The stage after this one, or with `back` the one before it; undefined past either end of the order. */
export function neighbour(stage: StageName, back: boolean): StageName | undefined {
  const place = stageOrder.indexOf(stage as (typeof stageOrder)[number]);
  return place < 0 ? undefined : stageOrder[place + (back ? -1 : 1)];
}
