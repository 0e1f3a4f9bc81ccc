import { type Dialect, enumValue, spell } from './dialect.js';
import type { Diff, ValidationError } from './resource.js';
import { levelNumbers, stageNumbers, statusNumbers } from './stages.js';
import type { LogLine, StageRecord, Upgrade } from './upgrade.js';

/** Of a stage, what is to be told: its status and these lines. */
export type StageNews = Pick<StageRecord, 'stage' | 'status'> & { readonly logs: readonly LogLine[] };

/** `GET /product/upgrade/progress` */
export function progressBody(upgrade: Upgrade, dialect: Dialect): object {
  const { failure } = upgrade;
  const upgradeProgress = {
    validated: upgrade.validated,
    started: upgrade.started,
    rollbackRequested: upgrade.rollbackRequested,
    paused: upgrade.paused,
    failedWithError:
      failure === null ? null : { stage: failure.stage, message: failure.message, timestampMs: BigInt(failure.at) },
    currentStageName: upgrade.current,
  };
  return spell({ upgradeProgress }, dialect);
}

/** `GET /product/upgrade` */
export function upgradeBody({ resource }: Upgrade, dialect: Dialect): object {
  const { releaseVersion, images, configs, patches, deprecatedConfigsToKeep } = resource;
  const content = ({ content: text, fileName }: { content: string; fileName: string }) => ({ content: text, fileName });
  const upgrade = {
    configs: configs.map(content),
    patches: patches.map(content),
    deprecatedConfigsToKeep,
    manifest: { images: new Map(Object.entries(images)), releaseVersion },
    creatorUsername: resource.creatorUsername,
    resourcingSize: resource.resourcingSize,
  };
  return spell({ upgrade }, dialect);
}

/** `GET /product/upgrade/validation` */
export const validationBody = (validationErrors: readonly ValidationError[], dialect: Dialect): object =>
  spell({ validationErrors }, dialect);

/** `GET /product/upgrade/diff/summary` */
export function summaryBody(diff: Diff, dialect: Dialect): object {
  const { includedObjectNames, deletedObjectNames, deprecationOverriddenObjectNames } = diff;
  return spell({ includedObjectNames, deletedObjectNames, deprecationOverriddenObjectNames }, dialect);
}

/** `GET /product/upgrade/diff` */
export function diffBody(diff: Diff, dialect: Dialect): object {
  const { diffs, configs, ...names } = diff;
  const maps = { diffs: new Map(Object.entries(diffs)), configs: new Map(Object.entries(configs)) };
  return spell({ ...maps, ...names }, dialect);
}

/** The time's key is in snake case beside `logLevel` in camel case, as on the published page. */
const logLine = ({ msg, at, level }: LogLine) => ({
  msg,
  timestamp_ms: BigInt(at),
  logLevel: enumValue(level, levelNumbers[level]),
});

/** `GET /product/upgrade/events/stages`, and one message of the stream */
export function eventsBody(news: readonly StageNews[], dialect: Dialect): object {
  const events = news.map(({ stage: name, status, logs }) => {
    const stage = {
      name: enumValue(name, stageNumbers[name]),
      status: enumValue(status, statusNumbers[status]),
      logs: logs.map(logLine),
    };
    return dialect.events === 'nested' ? { stage } : stage;
  });
  return spell({ events }, dialect);
}

/** `{statusCode, data, error}` of preflight and creation: written by hand, the same in every dialect. */
export const envelope = (statusCode: 200 | 500, data: object | null, error: string | null): object => ({
  statusCode,
  data,
  error,
});
