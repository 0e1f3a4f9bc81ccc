import type { HistoryEntry, Shown } from '../core/answers.js';
import type { Intent } from '../core/intent.js';
import { readingWords } from '../core/intent.js';
import { type Deps, type Target, targetOf } from './deps.js';
import type { Doctor } from './doctor.js';
import { inquire } from './inquire.js';
import { showPast } from './show-past.js';
import { type FindCard, statusOf, statusOfAll } from './target-status.js';

const HISTORY_LENGTH = 20;

export type Reading = Exclude<Intent, { kind: 'action' }>;

/** What showing works with, besides what every service does. */
export interface ShowTools {
  readonly findCard: FindCard;
  /** The slash command, `/upgrade`. */
  readonly command: string;
  readonly doctor: Doctor;
}

/**
 * Answers reading commands from a fresh look at the target. Showing records nothing.
 * @throws AppError kind `store-down`
 */
export async function show(deps: Deps, tools: ShowTools, intent: Reading, by: string): Promise<Shown> {
  const { findCard, command, doctor } = tools;
  switch (intent.kind) {
    case 'help':
      return { kind: 'help', command, targets: [...deps.targets.values()].map(helpOf) };
    case 'list':
      return { kind: 'list', targets: await statusOfAll(deps, findCard) };
    case 'status':
      if (intent.target === undefined) return { kind: 'list', targets: await statusOfAll(deps, findCard) };
      return { kind: 'status', target: await statusOf(deps, findCard, targetOf(deps, intent.target)) };
    case 'nodes':
      return { kind: 'nodes', target: await statusOf(deps, findCard, targetOf(deps, intent.target)) };
    case 'node':
      return await showNode(deps, findCard, intent.target, intent.node);
    case 'history':
      if (intent.number !== undefined) return await showPast(deps, findCard, intent.target, intent.number);
      return { kind: 'history', target: intent.target, entries: await historyOf(deps, findCard, intent.target) };
    case 'doctor':
      return {
        kind: 'doctor',
        groups: await doctor(intent.target === undefined ? [...deps.targets.keys()] : [intent.target]),
      };
    case 'inquiry':
      return await inquire(deps, intent, by);
    default:
      return intent satisfies never;
  }
}

function helpOf({ settings, profile }: Target) {
  return {
    target: settings.name,
    label: profile.label,
    actions: [...readingWords, ...(profile.inquiries ?? []), ...Object.keys(profile.actions)],
  };
}

async function showNode(deps: Deps, findCard: FindCard, name: string, wanted: string): Promise<Shown> {
  const target = targetOf(deps, name);
  const status = await statusOf(deps, findCard, target);
  if (status.observation === undefined) {
    const detail = status.problem ?? 'it could not be read';
    const silent = status.silent ?? false;
    return { kind: 'refused', refusal: { why: 'target-unreachable', target: name, detail, silent } };
  }
  const { nodes } = status.observation;
  const node = nodes.find(({ id }) => id === wanted) ?? nodes.find((one) => one.name === wanted);
  if (node !== undefined) return { kind: 'node', target: status, node };
  const refusal = { why: 'no-such-node', target: name, node: wanted, nodes: nodes.map((one) => one.name) } as const;
  return { kind: 'refused', refusal };
}

async function historyOf(deps: Deps, findCard: FindCard, target: string): Promise<HistoryEntry[]> {
  const entries = await deps.timeline.history(target, HISTORY_LENGTH);
  return await Promise.all(
    entries.map(async (entry) => {
      const card = await findCard(target, entry.number);
      return card.kind === 'posted' ? { ...entry, card: card.link ?? card.ts } : entry;
    }),
  );
}
