import { digestOf } from './digest.js';
import type { Happening, LogRecord, RunNews, RunRecord, StageRecord } from './events.js';
import type { Failure, LogLine, Observation, RunObservation } from './observation.js';
import type { ActionName, Matter } from './products.js';
import type { RunView, UpgradeView } from './view.js';

/** The part of a run that decisions rest on. */
export function runRecordOf(run: RunObservation): RunRecord {
  const { release, started, pause, rollbackRequested, failure, stages, firstLogAt, log } = run;
  return {
    ...(release === undefined ? {} : { release }),
    started,
    ...(pause === undefined ? {} : { pause }),
    rollbackRequested,
    ...(failure === undefined ? {} : { failure: { ...failure } }),
    stages: stages.map(({ name, status, condition }) => ({ name, status, condition })),
    ...(firstLogAt === undefined ? {} : { firstLogAt }),
    logged: { lines: log.length, digest: digestOf(keysOf(log).join()) },
  };
}

/** Whether what was seen belongs to another run than the one in the view. */
export function isAnotherStagedRun(view: UpgradeView, seen: Observation): boolean {
  const [known, now] = [view.run, seen.run];
  if (!view.leftIdle || known === undefined || now === undefined) return false;
  const differ = <T>(one: T | undefined, other: T | undefined): boolean =>
    one !== undefined && other !== undefined && one !== other;
  // What was prepared anew has not been started, whatever became of the run before.
  const begunAnew = known.started && !now.started && seen.phase === 'prepared';
  return begunAnew || differ(known.release, now.release) || differ(known.firstLogAt, now.firstLogAt);
}

/** WARNING and ERROR lines of one stage that are told one by one; of more, only that there are more is told. */
const LINES_PER_STAGE = 100;
/** Characters of a line that are kept. */
const LINE_LENGTH = 1_000;

/**
 * What happened in a run since the view: its stages in order, what they logged, and its facts. A state that was entered
 * comes before what its stage says, and after what the other stages say; that a run is paused comes after the end of
 * the stage that it waited for.
 */
export function runChanges(view: UpgradeView, seen: Observation, entered: readonly Happening[]): Happening[] {
  const { run } = seen;
  const isOfTheOneBefore = seen.phase === 'idle' && !view.leftIdle;
  if (run === undefined || isOfTheOneBefore) return [...entered];
  const fresh = freshLines(view.run, run.log);
  const of = (stage: string): Happening[] => logEvents(view.run, stage, fresh);
  // A rollback goes through the stages the other way round.
  const inTurn = run.rollbackRequested ? [...run.stages].reverse() : run.stages;
  const others = inTurn.flatMap((stage): Happening[] =>
    stage.name === seen.state ? [] : [...of(stage.name), ...stageChange(view.run, stage, run, false)],
  );
  const strangers = [...new Set(fresh.map(({ stage }) => stage))].filter(
    (name) => name !== seen.state && !run.stages.some((stage) => stage.name === name),
  );
  const current = run.stages.flatMap((stage) =>
    stage.name === seen.state ? stageChange(view.run, stage, run, entered.length > 0) : [],
  );
  const facts = factsChanged(view, seen, run);
  return [...others, ...strangers.flatMap(of), ...entered, ...current, ...facts, ...of(seen.state)];
}

function stageChange(
  known: RunView | undefined,
  stage: StageRecord,
  { rollbackRequested }: RunObservation,
  justEntered: boolean,
): Happening[] {
  const before = known?.stages.find(({ name }) => name === stage.name);
  if (before?.status === stage.status) return [];
  // Stages that have not been reached are no news, nor is that a stage that was just entered is under way.
  const quiet =
    (before === undefined && stage.condition === 'waiting') || (justEntered && stage.condition === 'underway');
  const back = rollbackRequested && stage.condition === 'underway';
  return [{ type: 'stage', stage: { ...stage }, ...(quiet ? { quiet } : {}), ...(back ? { back } : {}) }];
}

function factsChanged(view: UpgradeView, seen: Observation, run: RunObservation): Happening[] {
  const facts = (one: RunRecord | undefined): string => {
    const { stages: _stages, logged: _logged, ...rest } = one ?? { stages: [], logged: [] };
    return JSON.stringify(rest);
  };
  const now = runRecordOf(run);
  const before = view.run === undefined ? undefined : runRecordOf(runAsKnown(view.run));
  if (facts(before) === facts(now) && seen.phase === view.phase) return [];
  const news = newsOf(view, before, now);
  return [{ type: 'run', run: now, phase: seen.phase, ...(news.length === 0 ? {} : { news }) }];
}

/** Actions whose outcome tells the news already. */
const toldBy: Readonly<Partial<Record<RunNews, ActionName>>> = {
  started: 'start',
  resumed: 'retry',
  rollback: 'rollback',
};

function newsOf({ requests }: UpgradeView, before: RunRecord | undefined, now: RunRecord): RunNews[] {
  const carriedOut = requests.findLast(
    ({ status, reads }) => reads !== true && (status === 'begun' || status === 'ended'),
  );
  const found: RunNews[] = [];
  if (now.started && before?.started !== true) found.push('started');
  if (now.rollbackRequested && before?.rollbackRequested !== true) found.push('rollback');
  if (now.pause === 'held' && before?.pause !== 'held') found.push('paused');
  if (now.pause === undefined && before?.pause === 'held') found.push('resumed');
  return found.filter((one) => carriedOut === undefined || toldBy[one] !== carriedOut.action);
}

/** What is known of a run in the shape of an observation, without its log: lines that were told are not told again. */
export function runAsKnown({
  release,
  started,
  pause,
  rollbackRequested,
  failure,
  stages,
  firstLogAt,
}: RunView): RunObservation {
  return {
    ...(release === undefined ? {} : { release }),
    started,
    ...(pause === undefined ? {} : { pause }),
    rollbackRequested,
    ...(failure === undefined ? {} : { failure: failureAsKnown(failure) }),
    stages: stages.map(({ name, status, condition }) => ({ name, status, condition })),
    ...(firstLogAt === undefined ? {} : { firstLogAt }),
    log: [],
  };
}

const failureAsKnown = ({ stage, message, at }: NonNullable<RunRecord['failure']>): Failure => ({
  stage,
  message,
  ...(at === undefined ? {} : { at }),
});

function freshLines(known: RunView | undefined, log: readonly LogLine[]): LogRecord[] {
  const told = new Set(known?.told.flatMap(({ keys }) => keys));
  const keys = keysOf(log);
  return log.flatMap(({ stage, level, message, at }, index) => {
    const key = keys[index] ?? '';
    if (told.has(key)) return [];
    return [{ key, stage, level, message: cut(message), ...(at === undefined ? {} : { at }) }];
  });
}

/** Equal lines are told apart by their count, so that a repeated snapshot of the log repeats no line. */
function keysOf(log: readonly LogLine[]): string[] {
  const seen = new Map<string, number>();
  return log.map(({ stage, level, message, at }) => {
    const key = digestOf(JSON.stringify([stage, level, at ?? 0, message]));
    const count = (seen.get(key) ?? 0) + 1;
    seen.set(key, count);
    return count === 1 ? key : `${key}.${count}`;
  });
}

const cut = (message: string): string =>
  message.length <= LINE_LENGTH ? message : `${message.slice(0, LINE_LENGTH)} … (${message.length} characters)`;

function logEvents(known: RunView | undefined, stage: string, fresh: readonly LogRecord[]): Happening[] {
  const before = known?.told.find((one) => one.stage === stage);
  if (before?.full === true) return [];
  const room = LINES_PER_STAGE - (before?.keys.length ?? 0);
  const lines = fresh.filter((line) => line.stage === stage);
  const told = lines.slice(0, room).map((line): Happening => ({ type: 'log', line }));
  return lines.length > room ? [...told, { type: 'log-full', stage }] : told;
}

/** What changed in a run, as far as it matters; sentences with untrusted text in them. */
export function runDifferences(
  seen: RunRecord | undefined,
  now: RunRecord | undefined,
  matters: readonly Matter[],
): string[] {
  const changes: string[] = [];
  const compare = (matter: Matter, what: string, before: string, after: string): void => {
    if (matters.includes(matter) && before !== after) changes.push(`${what} was ${before} and is now ${after}`);
  };
  compare('release', 'the release', seen?.release ?? 'not reported', now?.release ?? 'not reported');
  compare('started', 'the run', startedWords(seen), startedWords(now));
  compare('failure', 'its failure', failureWords(seen), failureWords(now));
  if (matters.includes('log') && seen?.logged.digest !== now?.logged.digest) {
    changes.push(logWords(seen?.logged.lines ?? 0, now?.logged.lines ?? 0));
  }
  return changes;
}

function logWords(before: number, now: number): string {
  const lines = (count: number): string => `${count} WARNING or ERROR ${count === 1 ? 'line' : 'lines'}`;
  if (before === now) return 'the log has other WARNING and ERROR lines now';
  return now > before
    ? `the log has ${lines(now)} now, ${now - before} more than then`
    : `the log had ${lines(before)} and has ${now} now`;
}

const startedWords = (run: RunRecord | undefined): string => (run?.started === true ? 'started' : 'not started');

function failureWords(run: RunRecord | undefined): string {
  const failure = run?.failure;
  return failure === undefined ? 'none' : `in ${failure.stage}: ${failure.message.slice(0, 200)}`;
}
