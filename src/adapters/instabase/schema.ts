import { z } from 'zod';
import { AppError } from '../../core/errors.js';
import { enumOf, Flag, isObject, listOf, Millis, mapOf, message, unwrapped, Words, writesZeros } from './messages.js';
import { levelNames, stageNames, statusNames } from './stages.js';

const Stage = enumOf(stageNames);

/** Null or left out when the last attempt had no error; a server may also write one that says nothing. */
const Failure = message({ stage: Stage.nullish(), message: Words, timestampMs: Millis })
  .nullish()
  .transform((failure) =>
    failure && (failure.message !== '' || failure.timestampMs !== undefined) ? failure : undefined,
  );

const UpgradeProgress = message({
  started: Flag,
  rollbackRequested: Flag,
  paused: Flag,
  failedWithError: Failure,
  currentStageName: Stage.nullish(),
});

const Progress = message({ upgradeProgress: z.record(z.string(), z.unknown()) });

export type Progress = Omit<z.infer<typeof UpgradeProgress>, 'currentStageName'> & { readonly stage: string };

/** `GET /product/upgrade/progress`. @throws AppError `bad-body` */
export function progressOf(body: unknown): Progress {
  const what = 'progress of the upgrade';
  const { upgradeProgress: raw } = read(Progress, unwrapped(body), what);
  const { currentStageName, ...progress } = read(UpgradeProgress, raw, what);
  if (currentStageName) return { ...progress, stage: currentStageName };
  // The first stage is number 0, which a server leaves out together with every other zero.
  if (currentStageName === '' || writesZeros(raw)) throw odd(what, 'currentStageName');
  return { ...progress, stage: stageNames[0] };
}

const LogLine = message({
  msg: Words,
  timestampMs: Millis,
  logLevel: enumOf(levelNames).nullish().catch(undefined),
});

const StageEvent = message({
  name: Stage.nullish().transform((name) => name ?? stageNames[0]),
  status: enumOf(statusNames)
    .nullish()
    .transform((status) => status ?? statusNames[0]),
  logs: listOf(LogLine),
});

/** Flat as in the page's schema, or within `stage` as in its sample. */
const Event = z.preprocess((event) => (isObject(event) && isObject(event.stage) ? event.stage : event), StageEvent);

const Events = message({ events: listOf(Event) });

export type StageEvent = z.infer<typeof StageEvent>;
export type RawLogLine = z.infer<typeof LogLine>;

/** `GET /product/upgrade/events/stages`: one message, or several after each other. @throws AppError `bad-body` */
export function eventsOf(bodies: readonly unknown[]): readonly StageEvent[] {
  return bodies.flatMap((body) => {
    const { events } = read(Events, onlyKnown(unwrapped(body), 'events'), 'list of events');
    return events;
  });
}

const ConfigFile = message({ fileName: Words, content: Words });

const Upgrade = message({
  configs: listOf(ConfigFile),
  patches: listOf(ConfigFile),
  deprecatedConfigsToKeep: listOf(z.string()),
  manifest: message({ images: mapOf(z.unknown()), releaseVersion: Words }).nullish(),
  creatorUsername: Words,
  resourcingSize: Words,
});

const UpgradeBody = message({ upgrade: Upgrade });

export type UpgradeResource = z.infer<typeof Upgrade>;

/** `GET /product/upgrade`. @throws AppError `bad-body` */
export const resourceOf = (body: unknown): UpgradeResource =>
  read(UpgradeBody, unwrapped(body), 'upgrade resource').upgrade;

const ValidationErrors = message({ validationErrors: listOf(message({ configName: Words, error: Words })) });

export type ValidationError = z.infer<typeof ValidationErrors>['validationErrors'][number];

/** `GET /product/upgrade/validation`. @throws AppError `bad-body` */
export const validationErrorsOf = (body: unknown): readonly ValidationError[] =>
  read(ValidationErrors, onlyKnown(unwrapped(body), 'validationErrors'), 'result of the validation').validationErrors;

const nameLists = {
  includedObjectNames: listOf(z.string()),
  deletedObjectNames: listOf(z.string()),
  deprecationOverriddenObjectNames: listOf(z.string()),
};

const Summary = message(nameLists);

export type DiffSummary = z.infer<typeof Summary>;

const namesInDiff = Object.keys(nameLists);

/** `GET /product/upgrade/diff/summary`. @throws AppError `bad-body` */
export const summaryOf = (body: unknown): DiffSummary =>
  read(Summary, onlyKnown(unwrapped(body), ...namesInDiff), 'summary of the diff');

const DiffLine = message({ lineNumber: z.union([z.number(), z.string()]).nullish().transform(Number), data: Words });
const ConfigDiff = message({ added: listOf(DiffLine), deleted: listOf(DiffLine) });
const Diff = message({ ...nameLists, diffs: mapOf(ConfigDiff), configs: mapOf(z.string()) });

export type Diff = z.infer<typeof Diff>;
export type ConfigDiff = z.infer<typeof ConfigDiff>;
export type DiffLine = z.infer<typeof DiffLine>;

/** `GET /product/upgrade/diff`. @throws AppError `bad-body` */
export const diffOf = (body: unknown): Diff =>
  read(Diff, onlyKnown(unwrapped(body), ...namesInDiff, 'diffs', 'configs'), 'diff');

/**
 * Of an answer in which every field may be left out, at least one of the expected ones must be there unless it is
 * empty: anything else is some other server's answer.
 */
function onlyKnown(body: unknown, ...keys: string[]): unknown {
  if (!isObject(body)) return body;
  const spelled = new Set(Object.keys(body).map((key) => key.replaceAll('_', '').toLowerCase()));
  const expected = keys.some((key) => spelled.has(key.toLowerCase()));
  return expected || spelled.size === 0 ? body : undefined;
}

const odd = (what: string, where: string): AppError =>
  new AppError('bad-body', `The ${what} is not as the product documents it: ${where}`);

/** @throws AppError `bad-body` naming the fields, never their values */
function read<T extends z.ZodType>(type: T, body: unknown, what: string): z.infer<T> {
  const result = type.safeParse(body);
  if (result.success) return result.data;
  const where = result.error.issues
    .slice(0, 3)
    .map(({ path }) => path.slice(0, 4).map(String).join('.') || 'the whole');
  throw odd(what, where.join(', ').slice(0, 200));
}
