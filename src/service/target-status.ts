import { askableNow } from '../core/actions.js';
import type { CardPlace, TargetStatus } from '../core/answers.js';
import { asAppError } from '../core/errors.js';
import type { Observation } from '../core/observation.js';
import { runIsOn } from '../core/observe.js';
import type { TargetRecord } from '../core/ports.js';
import type { Deps, Target } from './deps.js';

/** Where an upgrade's card is, without waiting for it. */
export type FindCard = (target: string, upgrade: number) => Promise<CardPlace>;

/** Looks at this many targets at once for `list`. */
const AT_ONCE = 20;

/** Every configured target, read now. @throws AppError kind `store-down` */
export async function statusOfAll(deps: Deps, findCard: FindCard): Promise<TargetStatus[]> {
  const targets = [...deps.targets.values()];
  const statuses: TargetStatus[] = [];
  for (let start = 0; start < targets.length; start += AT_ONCE) {
    const some = targets.slice(start, start + AT_ONCE);
    statuses.push(...(await Promise.all(some.map((target) => statusOf(deps, findCard, target)))));
  }
  return statuses;
}

/** One target, read now; what cannot be read is a `problem`. @throws AppError kind `store-down` */
export async function statusOf(deps: Deps, findCard: FindCard, target: Target): Promise<TargetStatus> {
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
      warnings: warningsOf(seen, record),
      allowed: askableNow(profile, settings.name, seen, view),
    };
  } catch (error) {
    const { failingSince } = record;
    const since = failingSince === undefined ? {} : { failingSince };
    const { message: problem, kind } = asAppError(error);
    return { ...common, ...since, problem, silent: kind === 'unreachable', warnings: [], allowed: [] };
  }
}

/** "conf-1 runs 9.2.13, conf-2 runs 9.2.21" */
const whatRuns = ({ nodes }: Observation): string =>
  nodes.map(({ name, version, state }) => `${name} runs ${version ?? `an unknown version, ${state}`}`).join(', ');

/** What to know of a target whether or not an upgrade runs; during one its card says more. */
function warningsOf(seen: Observation, { view, open }: TargetRecord): string[] {
  const warnings: string[] = [];
  if (seen.phase === 'rolling' && seen.mode === false) {
    warnings.push(
      `the nodes differ although upgrade mode is off (${whatRuns(seen)}): no upgrade can start before that is put right`,
    );
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
