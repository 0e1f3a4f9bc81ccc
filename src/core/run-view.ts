import type { RunRecord, StageRecord, TimelineEvent } from './events.js';

/** What has been told of a stage's log. */
export interface ToldLog {
  readonly stage: string;
  /** Keys of the lines told one by one. */
  readonly keys: readonly string[];
  readonly errors: number;
  readonly warnings: number;
  /** There are more than are told. */
  readonly full?: boolean;
}

export interface StageView extends StageRecord {
  /** When the stage got its present status (epoch ms). */
  readonly since: number;
}

/** A run in stages: what is true of it now, and what has been told of its log. */
export interface RunView extends RunRecord {
  readonly stages: StageView[];
  readonly told: readonly ToldLog[];
}

/** A run as it was found when its upgrade was opened. */
export function runOpened(run: RunRecord, at: number): RunView {
  return { ...run, stages: run.stages.map((stage) => ({ ...stage, since: at })), told: [] };
}

type RunEvent = Extract<TimelineEvent, { type: 'stage' | 'log' | 'log-full' | 'run' }>;

const noRun: RunView = {
  started: false,
  rollbackRequested: false,
  stages: [],
  logged: { lines: 0, digest: '' },
  told: [],
};

/** The run after something happened in it. */
export function changeRun(run: RunView = noRun, event: RunEvent): RunView {
  switch (event.type) {
    case 'stage':
      return { ...run, stages: changeStage(run.stages, { ...event.stage, since: event.at }) };
    case 'log': {
      const { key, stage, level } = event.line;
      return changeTold(run, stage, ({ keys, errors, warnings, ...told }) => ({
        ...told,
        keys: [...keys, key],
        errors: errors + (level === 'ERROR' ? 1 : 0),
        warnings: warnings + (level === 'WARNING' ? 1 : 0),
      }));
    }
    case 'log-full':
      return changeTold(run, event.stage, (told) => ({ ...told, full: true }));
    case 'run':
      return { ...event.run, stages: run.stages, told: run.told };
    default:
      return event satisfies never;
  }
}

function changeStage(stages: readonly StageView[], stage: StageView): StageView[] {
  if (!stages.some(({ name }) => name === stage.name)) return [...stages, stage];
  return stages.map((one) => (one.name === stage.name ? stage : one));
}

function changeTold(run: RunView, stage: string, change: (told: ToldLog) => ToldLog): RunView {
  const before = run.told.find((one) => one.stage === stage) ?? { stage, keys: [], errors: 0, warnings: 0 };
  return { ...run, told: [...run.told.filter((one) => one.stage !== stage), change(before)] };
}
