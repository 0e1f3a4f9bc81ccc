import type { Failure, LogLine, Observation, RunObservation, StageObservation } from '../../core/observation.js';
import type { Phase } from '../../core/products.js';
import type { Progress, RawLogLine, StageEvent } from './schema.js';
import { isTerminal, known, NOT_FOUND, runStages, stageNames, stageStatuses, states, waitingStages } from './stages.js';

/** No upgrade was ever created, or none is left. */
export const nothingCreated: Observation = { state: NOT_FOUND, phase: 'idle', nodes: [] };

/**
 * Several accounts of one stage as one: the latest status counts. Lines that begin with all those told before replace
 * them, since nothing says whether a message tells everything or what is new.
 */
export function mergedByStage(events: readonly StageEvent[]): readonly StageEvent[] {
  const merged = new Map<string, StageEvent>();
  for (const event of events) {
    const before = merged.get(event.name)?.logs ?? [];
    const repeats = before.every((line, index) => sameLine(line, event.logs[index]));
    merged.set(event.name, { ...event, logs: repeats ? event.logs : [...before, ...event.logs] });
  }
  return [...merged.values()].sort((one, other) => placeOf(one.name) - placeOf(other.name));
}

function sameLine(one: RawLogLine, other: RawLogLine | undefined): boolean {
  return one.msg === other?.msg && one.timestampMs === other.timestampMs && one.logLevel === other.logLevel;
}

function placeOf(stage: string): number {
  const place = (stageNames as readonly string[]).indexOf(stage);
  return place < 0 ? stageNames.length : place;
}

function stageOf({ name, status }: StageEvent): StageObservation {
  return { name, status, condition: known(stageStatuses, status)?.condition ?? 'unknown' };
}

function attentionLines(events: readonly StageEvent[]): LogLine[] {
  return events.flatMap(({ name, logs }) =>
    logs.flatMap(({ logLevel, msg, timestampMs }): LogLine[] => {
      if (logLevel !== 'WARNING' && logLevel !== 'ERROR') return [];
      return [
        { stage: name, level: logLevel, message: msg, ...(timestampMs === undefined ? {} : { at: timestampMs }) },
      ];
    }),
  );
}

function firstLogAt(events: readonly StageEvent[]): number | undefined {
  const times = events.flatMap(({ logs }) => logs.flatMap(({ timestampMs }) => timestampMs ?? []));
  return times.length === 0 ? undefined : times.reduce((first, time) => Math.min(first, time));
}

function failureOf({ failedWithError, stage }: Progress): Failure | undefined {
  if (failedWithError === undefined) return undefined;
  const { message, timestampMs } = failedWithError;
  return {
    stage: failedWithError.stage || stage,
    message,
    ...(timestampMs === undefined ? {} : { at: timestampMs }),
  };
}

/**
 * `paused` only says that a pause was asked for ("Get upgrade progress"): it has taken hold when no stage is at work.
 * Without a word on the stages nobody knows.
 */
function pauseOf({ paused, stage }: Progress, stages: readonly StageObservation[]): RunObservation['pause'] {
  if (!paused || isTerminal(stage)) return undefined;
  const atWork = stages.some(
    ({ name, condition }) =>
      (condition === 'underway' || condition === 'unknown') && !waitingStages.includes(name) && !isTerminal(name),
  );
  return stages.length === 0 || atWork ? 'asked' : 'held';
}

/** A stage that only a started run is in says so, whatever the flag says. */
function isStarted({ started, stage }: Progress): boolean {
  return started || (runStages.includes(stage) && stage !== 'CONFIRM_START');
}

function phaseOf(progress: Progress, run: Omit<RunObservation, 'log'>): Phase {
  const byStage = known(states, progress.stage)?.phase ?? 'unknown';
  if (byStage === 'unknown' || byStage === 'idle') return byStage;
  const current = run.stages.find(({ name }) => name === progress.stage);
  if (run.failure !== undefined || current?.condition === 'error') return 'failed';
  if (!run.started) return byStage;
  if (byStage === 'finalizable') return run.rollbackRequested ? 'running' : byStage;
  return run.pause === 'held' ? 'paused' : 'running';
}

/** What progress and events tell together. */
export function observationOf(progress: Progress, told: readonly StageEvent[], release?: string): Observation {
  const events = mergedByStage(told);
  const all = events.map(stageOf);
  const [failure, pause, firstAt] = [failureOf(progress), pauseOf(progress, all), firstLogAt(events)];
  const run: RunObservation = {
    ...(release === undefined ? {} : { release }),
    started: isStarted(progress),
    ...(pause === undefined ? {} : { pause }),
    rollbackRequested: progress.rollbackRequested,
    ...(failure === undefined ? {} : { failure }),
    // A run's end is its state and no stage it goes through.
    stages: all.filter(({ name }) => !isTerminal(name)),
    log: attentionLines(events),
    ...(firstAt === undefined ? {} : { firstLogAt: firstAt }),
  };
  return { state: progress.stage, phase: phaseOf(progress, run), nodes: [], run };
}
