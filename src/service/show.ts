import { allowedNow, stateWords } from '../core/actions.js';
import type { CardPlace, HistoryEntry, Shown, TargetStatus } from '../core/answers.js';
import { asAppError } from '../core/errors.js';
import type { Intent } from '../core/intent.js';
import { readingWords } from '../core/intent.js';
import type { Observation } from '../core/observation.js';
import { runIsOn } from '../core/observe.js';
import type { TargetRecord } from '../core/ports.js';
import { type Deps, type Target, targetOf } from './deps.js';

const HISTORY_LENGTH = 20;

export type Reading = Exclude<Intent, { kind: 'action' }>;

/** Where an upgrade's card is, without waiting for it. */
export type FindCard = (target: string, upgrade: number) => Promise<CardPlace>;

/**
 * Answers reading commands from a fresh look at the target. Showing records nothing.
 * @throws AppError kind `store-down`
 */
export async function show(deps: Deps, findCard: FindCard, command: string, intent: Reading): Promise<Shown> {
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
      return { kind: 'history', target: intent.target, entries: await historyOf(deps, findCard, intent.target) };
    case 'doctor':
      return { kind: 'doctor', checks: await examine(deps, intent.target) };
    default:
      return intent satisfies never;
  }
}

function helpOf({ settings, profile }: Target) {
  return { target: settings.name, label: profile.label, actions: [...readingWords, ...Object.keys(profile.actions)] };
}

/** Looks at this many targets at once for `list`. */
const AT_ONCE = 20;

async function statusOfAll(deps: Deps, findCard: FindCard): Promise<TargetStatus[]> {
  const targets = [...deps.targets.values()];
  const statuses: TargetStatus[] = [];
  for (let start = 0; start < targets.length; start += AT_ONCE) {
    const some = targets.slice(start, start + AT_ONCE);
    statuses.push(...(await Promise.all(some.map((target) => statusOf(deps, findCard, target)))));
  }
  return statuses;
}

async function statusOf(deps: Deps, findCard: FindCard, target: Target): Promise<TargetStatus> {
  const { settings, profile } = target;
  const record = await deps.timeline.record(settings.name);
  const view = record.open === undefined ? undefined : record.view;
  const card = view === undefined ? undefined : await findCard(settings.name, view.number);
  const common = {
    target: settings.name,
    label: profile.label,
    channel: settings.channel,
    ...(view === undefined ? {} : { upgrade: view }),
    ...(card === undefined ? {} : { card }),
  };
  try {
    const seen = await target.observer.observe();
    return {
      ...common,
      observation: seen,
      readAt: deps.clock.now(),
      words: stateWords(profile, seen.state),
      warnings: warningsOf(seen, record),
      allowed: allowedNow(profile, seen),
    };
  } catch (error) {
    return { ...common, problem: asAppError(error).message, warnings: [], allowed: [] };
  }
}

/** What to know of a target whether or not an upgrade runs; during one its card says more. */
function warningsOf(seen: Observation, { view, open }: TargetRecord): string[] {
  const warnings: string[] = [];
  if (seen.phase === 'rolling' && seen.mode === false) {
    warnings.push('nodes differ or are broken although upgrade mode is off: repair or remove them before an upgrade');
  }
  for (const node of seen.nodes) {
    if (node.condition === 'error') warnings.push(`node ${node.name} is in ${node.state}`);
    if (node.condition === 'off' && runIsOn(seen)) {
      warnings.push(`node ${node.name} is ${node.state}: finalizing drops it from the cluster`);
    }
  }
  if (open !== undefined && view?.lostSince !== undefined) warnings.push('the last looks of the watch failed');
  return warnings;
}

async function showNode(deps: Deps, findCard: FindCard, name: string, wanted: string): Promise<Shown> {
  const target = targetOf(deps, name);
  const status = await statusOf(deps, findCard, target);
  if (status.observation === undefined) {
    const detail = status.problem ?? 'it could not be read';
    return { kind: 'refused', refusal: { why: 'target-unreachable', target: name, detail } };
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

async function examine(deps: Deps, only: string | undefined) {
  const targets = only === undefined ? [...deps.targets.values()] : [targetOf(deps, only)];
  return await Promise.all(
    targets.map(async ({ settings, observer }) => {
      const { name } = settings;
      try {
        const seen = await observer.observe();
        return { name, ok: true, detail: `answers: ${seen.state}, ${seen.nodes.length} nodes` };
      } catch (error) {
        return { name, ok: false, detail: asAppError(error).message };
      }
    }),
  );
}
