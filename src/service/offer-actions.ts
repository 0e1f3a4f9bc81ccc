import { isAllowed } from '../core/access.js';
import { actionProfile } from '../core/actions.js';
import type { OfferedAction, Offers, RunningUpgrade } from '../core/answers.js';
import { approvalsNeeded } from '../core/approval.js';
import type { ActionName } from '../core/products.js';
import { type Deps, type Target, targetOf } from './deps.js';
import { type FindCard, statusOf } from './target-status.js';

/**
 * What a person may ask for on a target now; without a target, which upgrades run. An offer grants nothing: asking is
 * judged again.
 * @throws AppError when the person's rights or the store cannot be read.
 */
export async function offerActions(
  deps: Deps,
  findCard: FindCard,
  name: string | undefined,
  by: string,
): Promise<Offers> {
  const person = await deps.people.person(by);
  if (!person.member) {
    return { kind: 'refused', refusal: { why: 'not-member', because: person.notMemberBecause ?? 'not a member' } };
  }
  // A thread may belong to a target that is no longer configured.
  if (name === undefined || !deps.targets.has(name)) {
    return { kind: 'elsewhere', running: await runningUpgrades(deps, findCard) };
  }
  const target = targetOf(deps, name);
  const operator = await isAllowed(person, target.settings.operators, deps.people);
  const status = await statusOf(deps, findCard, target);
  const actions = operator ? status.allowed.map((action) => offered(target, action)) : [];
  return { kind: 'offers', target: status, operator, actions };
}

function offered({ settings, profile }: Target, action: ActionName): OfferedAction {
  const { effect, wayBack, alwaysApproved } = actionProfile(profile, action);
  return { action, effect, wayBack, required: approvalsNeeded(action, alwaysApproved, settings.approval) };
}

async function runningUpgrades(deps: Deps, findCard: FindCard): Promise<RunningUpgrade[]> {
  const found = await Promise.all([...deps.targets.values()].map((target) => runningOn(deps, findCard, target)));
  return found.flatMap((one) => one ?? []);
}

async function runningOn(
  deps: Deps,
  findCard: FindCard,
  { settings, profile }: Target,
): Promise<RunningUpgrade | undefined> {
  const { open, view } = await deps.timeline.record(settings.name);
  if (open === undefined || view === undefined) return undefined;
  const card = await findCard(settings.name, view.number);
  return { target: settings.name, label: profile.label, upgrade: view, card };
}
