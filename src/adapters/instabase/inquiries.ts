import { AppError } from '../../core/errors.js';
import type { Findings, Inquirer, Inquiry } from '../../core/ports.js';
import type { InquiryName } from '../../core/products.js';
import type { HttpClient } from '../http.js';
import type { UpgradeCalls } from './client.js';
import { diffText } from './diff-file.js';
import { runPreflight } from './preflight.js';
import type { DiffSummary, StageEvent, UpgradeResource } from './schema.js';
import { stageNames } from './stages.js';
import { mergedByStage } from './transform.js';

/** Names in one line of an answer, and characters of them; the file has all of them. */
const NAMES = 30;
const CHARACTERS = 240;
/** A whole release is on its way. */
const RESOURCE_TIMEOUT_MS = 60_000;

function namesLine(title: string, names: readonly string[]): string {
  if (names.length === 0) return `${title}: none`;
  const shown = namesShown(names);
  const rest = names.length - shown.length;
  return `${title} (${names.length}): ${shown.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

/** As many of the first names as there is room for; always one. */
function namesShown(names: readonly string[]): readonly string[] {
  let length = 0;
  const tooMany = names.slice(0, NAMES).findIndex((name, index) => {
    length += name.length + 2;
    return index > 0 && length > CHARACTERS;
  });
  return names.slice(0, tooMany < 0 ? NAMES : tooMany);
}

function namesFile(name: string, lists: readonly (readonly [string, readonly string[]])[]): Pick<Findings, 'file'> {
  if (lists.every(([, names]) => namesShown(names).length === names.length)) return {};
  const text = lists.map(
    ([title, names]) => `${title} (${names.length})\n${names.map((one) => `  ${one}\n`).join('')}`,
  );
  return { file: { name, text: text.join('\n') } };
}

/** What a created upgrade consists of, by name: contents of configs are never told. */
function shown({ manifest, creatorUsername, resourcingSize, ...resource }: UpgradeResource): Findings {
  const release = manifest?.releaseVersion || 'a release that it does not name';
  const images = Object.keys(manifest?.images ?? {});
  const lists = [
    ['Configs', resource.configs.map(({ fileName }) => fileName)],
    ['Patches', resource.patches.map(({ fileName }) => fileName)],
    ['Configs kept on request', resource.deprecatedConfigsToKeep],
  ] as const;
  const size = ['', 'None'].includes(resourcingSize) ? 'as it is' : resourcingSize;
  return {
    summary: `The upgrade that was created last goes to ${release}.`,
    lines: [
      `Created by: ${creatorUsername || 'not told'}`,
      `Cluster size: ${size}`,
      `Images: ${images.length}`,
      ...lists.map(([title, names]) => namesLine(title, names)),
    ],
    ...namesFile('upgrade.txt', lists),
  };
}

function summarized(summary: DiffSummary): Findings {
  const { includedObjectNames, deletedObjectNames, deprecationOverriddenObjectNames } = summary;
  const lists = [
    ['Deleted', deletedObjectNames],
    ['Kept on request', deprecationOverriddenObjectNames],
    ['Active afterwards', includedObjectNames],
  ] as const;
  return {
    summary: `Objects active afterwards: ${includedObjectNames.length}; deleted: ${deletedObjectNames.length}; kept on request: ${deprecationOverriddenObjectNames.length}.`,
    lines: lists.map(([title, names]) => namesLine(title, names)),
    ...namesFile('diff-summary.txt', lists),
  };
}

const stamp = (at: number | undefined): string => (at === undefined ? '-'.padEnd(24) : new Date(at).toISOString());

function stageLine({ name, status, logs }: StageEvent): string {
  const of = (level: string): number => logs.filter(({ logLevel }) => logLevel === level).length;
  return `${name}: ${status}; ${logs.length} lines, of these ${of('ERROR')} ERROR and ${of('WARNING')} WARNING`;
}

function logText(events: readonly StageEvent[]): string {
  const lines = events.flatMap(({ name, logs }) =>
    logs.map(({ timestampMs, logLevel, msg }) => `${stamp(timestampMs)} ${name} ${logLevel ?? '-'} ${msg}`),
  );
  return `${lines.join('\n')}\n`;
}

async function events(calls: UpgradeCalls, stage: string | undefined, signal?: AbortSignal): Promise<Findings> {
  const wanted = stage?.trim().toUpperCase();
  if (wanted !== undefined && !stageNames.some((name) => name === wanted)) {
    return { summary: `There is no stage of that name. Stages are ${stageNames.join(', ')}.`, lines: [], ok: false };
  }
  const told = mergedByStage(await calls.events(signal)).filter(({ name }) => wanted === undefined || name === wanted);
  const many = told.reduce((sum, { logs }) => sum + logs.length, 0);
  const of = wanted === undefined ? 'The upgrade' : wanted;
  return {
    summary: many === 0 ? `${of} has logged nothing.` : `${of} has logged ${many} lines; all of them are in the file.`,
    lines: told.map(stageLine),
    ...(many === 0
      ? {}
      : { file: { name: `events${wanted === undefined ? '' : `-${wanted}`}.txt`, text: logText(told) } }),
  };
}

/** Answers questions beyond the state. */
export function makeInquirer(http: HttpClient, calls: UpgradeCalls): Inquirer {
  const answers: Readonly<Record<InquiryName, (about: Inquiry, signal?: AbortSignal) => Promise<Findings>>> = {
    preflight: () => runPreflight(http),
    show: async (_, signal) => shown(await calls.resource(signal, RESOURCE_TIMEOUT_MS)),
    async diff({ full }, signal) {
      if (full !== true) return summarized(await calls.summary(signal));
      const diff = await calls.diff(signal);
      return { ...summarized(diff), file: { name: 'diff.txt', text: diffText(diff) } };
    },
    events: ({ stage }, signal) => events(calls, stage, signal),
  };
  return {
    async inquire(name, about, signal) {
      try {
        return await answers[name](about, signal);
      } catch (error) {
        // Without an upgrade there is nothing to ask about; that is an answer, and no trouble of the target's.
        if (error instanceof AppError && error.kind === 'not-found' && (await calls.progress(signal)) === undefined) {
          return { summary: 'No upgrade has been created.', lines: [], ok: false };
        }
        throw error;
      }
    },
  };
}
