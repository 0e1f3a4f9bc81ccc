import { checkStore } from '../core/check-store.js';
import { checkTarget } from '../core/check-target.js';
import type { ArrivalKind, Check, CheckGroup, Examiner, ExamineSlack, ExamineStore } from '../core/checkup.js';
import { asAppError } from '../core/errors.js';
import type { Clock, TargetSettings } from '../core/ports.js';
import { checkRights } from './check-rights.js';
import { checkSlack } from './check-slack.js';
import { inBatches } from './in-batches.js';
import { sharedReading } from './shared-reading.js';

/** What an examination works with. */
export interface DoctorDeps {
  /** Configured targets by name. */
  readonly targets: Readonly<Record<string, TargetSettings>>;
  readonly slack: ExamineSlack;
  readonly store: ExamineStore;
  readonly examinerOf: (target: string) => Examiner;
  readonly clock: Pick<Clock, 'now'>;
}

/**
 * How long (ms) a reading of a user group serves further examinations. Slack allows 20 a minute, and whoever approves
 * needs them too: anybody may ask for doctor, and must not use them up.
 */
const GROUP_AGE_MS = 15_000;

/** Targets read at once. */
const AT_ONCE = 20;

/**
 * Examines Slack, the store and configured targets by name, by reading only; Slack as far as those targets use it. Never
 * throws: what cannot be looked at is a check too.
 */
export type Doctor = (names: readonly string[]) => Promise<CheckGroup[]>;

/** A doctor for this set-up. */
export function makeDoctor(deps: DoctorDeps): Doctor {
  const group = sharedReading((id) => deps.slack.group(id), deps.clock);
  const slack = { ...deps.slack, group: (id: string) => group(id, deps.clock.now() - GROUP_AGE_MS) };
  return (names) => examine({ ...deps, slack }, names);
}

async function examine(deps: DoctorDeps, names: readonly string[]): Promise<CheckGroup[]> {
  const slack = remembering(deps.slack);
  const settings = names.flatMap((name) => deps.targets[name] ?? []);
  const named = {
    channels: distinct(settings.map(({ channel }) => channel)),
    listed: distinct(settings.flatMap(({ operators, approvers }) => [...operators, ...approvers])),
  };
  const store = examineStore(deps.store);
  const [storeGroup, slackGroup, targetGroups] = await Promise.all([
    store.then(({ group }) => group),
    store.then(({ arrived }) => checkSlack(slack, named, arrived)),
    inBatches(settings, AT_ONCE, (one) => checkTargetOf(deps, slack, one)),
  ]);
  return [{ kind: 'slack', title: 'Slack', checks: slackGroup }, storeGroup, ...targetGroups];
}

const distinct = (ids: readonly string[]): string[] => [...new Set(ids)];

interface StoreFindings {
  readonly group: CheckGroup;
  readonly arrived: ReadonlySet<ArrivalKind> | undefined;
}

async function examineStore(store: ExamineStore): Promise<StoreFindings> {
  const group = (checks: readonly Check[]): CheckGroup => ({ kind: 'store', title: 'Store (Redis)', checks });
  const connection = { name: 'connection' };
  try {
    const [servers, clock, arrived] = await Promise.all([store.servers(), store.clock(), store.arrived()]);
    const checks = checkStore({ servers, clock });
    return { group: group([{ ...connection, result: 'ok', detail: 'answers' }, ...checks]), arrived };
  } catch (error) {
    const detail = asAppError(error).message;
    const remedy = 'Check that Redis runs and that REDIS_URL leads to it.';
    return { group: group([{ ...connection, result: 'failed', detail, remedy }]), arrived: undefined };
  }
}

async function checkTargetOf(deps: DoctorDeps, slack: ExamineSlack, settings: TargetSettings): Promise<CheckGroup> {
  const { name } = settings;
  const [examination, rights] = await Promise.all([deps.examinerOf(name).examine(), checkRights(slack, settings)]);
  return { kind: 'target', title: name, checks: [...checkTarget(name, examination), ...rights] };
}

/** The same answers within one examination: targets often share channels, people and groups, and Slack's limits are low. */
function remembering(slack: ExamineSlack): ExamineSlack {
  return {
    token: slack.token,
    channel: once(slack.channel),
    group: once(slack.group),
    person: once(slack.person),
  };
}

function once<Answer>(ask: (id: string) => Promise<Answer>): (id: string) => Promise<Answer> {
  const answers = new Map<string, Promise<Answer>>();
  return (id) => {
    const answer = answers.get(id) ?? ask(id);
    answers.set(id, answer);
    return answer;
  };
}
