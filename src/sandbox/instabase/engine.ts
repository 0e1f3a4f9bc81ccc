import type { Plans } from './plans.js';
import { neighbour, type StageName } from './stages.js';
import { addLine, isUnderway, type Manager, moveTo, recordOf, type Upgrade } from './upgrade.js';

/**
 * What becomes of a forced continuation or rollback while a stage is underway. The page says that a restart of
 * Deployment Manager "might" be needed: `waits` lets it wait for that or for the stage's end.
 */
export type BusyStage = 'interrupts' | 'waits';

export type Forced = 'continue' | 'rollback';

/** Carries an upgrade from stage to stage in real time, or by hand where a stage takes for ever. */
export interface Engine {
  readonly manager: Manager;
  readonly plans: Plans;
  /** For every stage whose plan has no time of its own, in milliseconds. */
  stageMs: number;
  readonly busyStage: BusyStage;
  timer: NodeJS.Timeout | undefined;
  /** Waits for the end of the stage that is underway. */
  forced: Forced | undefined;
}

/** Begins the work of a stage, forwards or back. */
export function enter(engine: Engine, upgrade: Upgrade, stage: StageName): void {
  const { manager, plans, stageMs } = engine;
  clearTimeout(engine.timer);
  const { ms = stageMs, logs = [] } = plans.of(stage);
  for (const { level, msg } of upgrade.rollbackRequested ? [] : logs) addLine(upgrade, stage, level, msg);
  moveTo(manager, upgrade, stage, 'UNDERWAY');
  if (stage === 'CONFIRM_COMPLETION' || !Number.isFinite(ms)) return;
  engine.timer = setTimeout(() => endStage(engine, upgrade), ms);
}

/** Ends the upgrade itself. */
export function settle(engine: Engine, upgrade: Upgrade, end: 'COMPLETED' | 'ROLLEDBACK' | 'ABANDONED'): void {
  clearTimeout(engine.timer);
  engine.forced = undefined;
  if (end === 'COMPLETED') engine.manager.currentRelease = upgrade.resource.releaseVersion;
  moveTo(engine.manager, upgrade, end, 'COMPLETED');
}

export function failStage(engine: Engine, upgrade: Upgrade, message: string): void {
  clearTimeout(engine.timer);
  recordOf(upgrade, upgrade.current).status = 'FAILED';
  upgrade.failure = { stage: upgrade.current, message, at: Date.now() };
  addLine(upgrade, upgrade.current, 'ERROR', message);
  engine.manager.changed();
  applyForced(engine, upgrade);
}

/** The work of the stage is over. A pause and a forced call take hold here. */
export function endStage(engine: Engine, upgrade: Upgrade): void {
  const { current, rollbackRequested } = upgrade;
  const message = engine.plans.failure(current, rollbackRequested);
  if (message !== undefined) {
    failStage(engine, upgrade, message);
    return;
  }
  clearTimeout(engine.timer);
  recordOf(upgrade, current).status = rollbackRequested ? 'ROLLEDBACK' : 'COMPLETED';
  engine.manager.changed();
  if (!applyForced(engine, upgrade) && !upgrade.paused) proceed(engine, upgrade);
}

/** Goes on to the next stage, or during a rollback to the one before; leaves pause and failure behind. */
export function proceed(engine: Engine, upgrade: Upgrade): void {
  upgrade.failure = null;
  upgrade.paused = false;
  const next = neighbour(upgrade.current, upgrade.rollbackRequested);
  if (next !== undefined && next !== 'CONFIRM_START') {
    enter(engine, upgrade, next);
  } else if (upgrade.rollbackRequested) {
    recordOf(upgrade, 'CONFIRM_START').status = 'ROLLEDBACK';
    settle(engine, upgrade, 'ROLLEDBACK');
  }
}

/** Repeats the current stage. */
export function repeat(engine: Engine, upgrade: Upgrade): void {
  upgrade.failure = null;
  upgrade.paused = false;
  enter(engine, upgrade, upgrade.current);
}

function turnBack(engine: Engine, upgrade: Upgrade): void {
  upgrade.rollbackRequested = true;
  if (upgrade.current === 'CONFIRM_COMPLETION') {
    recordOf(upgrade, 'CONFIRM_COMPLETION').status = 'ROLLEDBACK';
    proceed(engine, upgrade);
  } else {
    repeat(engine, upgrade);
  }
}

/** @returns whether anything waited to be carried out */
function applyForced(engine: Engine, upgrade: Upgrade): boolean {
  const { forced } = engine;
  engine.forced = undefined;
  if (forced === 'rollback') turnBack(engine, upgrade);
  if (forced === 'continue') proceed(engine, upgrade);
  return forced !== undefined;
}

/** Continues past the current stage or turns back: at once, or when the stage underway lets it. */
export function force(engine: Engine, upgrade: Upgrade, forced: Forced): void {
  engine.forced = forced;
  const busy = isUnderway(upgrade) && upgrade.current !== 'CONFIRM_COMPLETION';
  if (!busy || engine.busyStage === 'interrupts') applyForced(engine, upgrade);
}

/** A restarted Deployment Manager carries out what was forced, or begins the stage underway anew. */
export function restart(engine: Engine, upgrade: Upgrade): void {
  if (!applyForced(engine, upgrade) && isUnderway(upgrade)) enter(engine, upgrade, upgrade.current);
}
