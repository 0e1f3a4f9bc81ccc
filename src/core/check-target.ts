import { checkClock } from './check-clock.js';
import type { Check, Examination } from './checkup.js';
import type { AppError, ErrorKind } from './errors.js';
import type { Observation } from './observation.js';

/** Whether a target can be upgraded by the bot, judged by what reading it gave. */
export function checkTarget(name: string, { outcome, where, clock, inStages }: Examination): Check[] {
  if (!outcome.ok) return failureChecks(outcome.failure);
  const { seen } = outcome;
  return [
    { name: 'connection', result: 'ok', detail: 'answers' },
    { name: 'credentials', result: 'ok', detail: 'accepted, and allowed to read the upgrade API' },
    { name: 'upgrade API', result: 'ok', detail: where === undefined ? 'found' : `found at ${where}` },
    ...(inStages === true ? [] : [clusterCheck(seen)]),
    stateCheck(seen),
    ...(inStages === true ? [] : [versionCheck(seen)]),
    checkClock(name, clock),
  ];
}

interface Meaning {
  /** What failed; what comes before it in the list above is known to be well. */
  readonly name: string;
  readonly result: 'failed' | 'unknown';
  /** What to do where the error itself does not say. */
  readonly remedy: string;
}

const failed = (name: string, remedy: string): Meaning => ({ name, result: 'failed', remedy });
const ours = failed('bot', 'Look at the log of the bot.');

const meanings = {
  unreachable: failed('connection', 'Check that it runs, and the network and proxies on the way to it.'),
  unauthorized: failed('credentials', 'Check the user or token in the configuration: wrong, expired, or locked.'),
  forbidden: failed('access', 'Check the rights of the account.'),
  'not-clustered': failed('cluster', 'Run it as a cluster, or take it out of the configuration.'),
  'not-found': failed('upgrade API', 'Check url (with its context path) and layout in the configuration.'),
  conflict: failed('upgrade API', 'Look at the log of the product.'),
  refused: failed('upgrade API', 'Look at the log of the product.'),
  'rate-limited': { name: 'upgrade API', result: 'unknown', remedy: 'Wait a minute, then run doctor again.' },
  redirected: failed(
    'connection',
    'Set url to where the product itself answers; a login page means that proxies ask first.',
  ),
  'not-json': failed('connection', 'Check url, and whether a proxy or a login page answers in its place.'),
  'bad-body': failed('upgrade API', 'Check that this version of the product is supported.'),
  'store-down': ours,
  'slack-refused': ours,
  'slack-busy': ours,
  internal: ours,
} as const satisfies Record<ErrorKind, Meaning>;

function failureChecks({ kind, message, remedy }: AppError): Check[] {
  const meaning: Meaning = meanings[kind];
  const detail = remedy === undefined ? message : message.replace(remedy, '').trim();
  const check: Check = { ...meaning, detail, remedy: remedy === undefined ? meaning.remedy : `${remedy}.` };
  const answered: Check = { name: 'connection', result: 'ok', detail: 'answers' };
  return meaning.name === 'connection' || meaning === ours ? [check] : [answered, check];
}

function clusterCheck({ nodes }: Observation): Check {
  const name = 'cluster';
  if (nodes.length > 0) return { name, result: 'ok', detail: `${nodes.length} nodes` };
  const remedy = 'Start its nodes, or check that url leads to the cluster.';
  return { name, result: 'failed', detail: 'it names no node', remedy };
}

function stateCheck({ state, phase }: Observation): Check {
  const name = 'state';
  if (phase !== 'unknown') return { name, result: 'ok', detail: state };
  const remedy = 'Check that this version of the product is supported; until then the bot only looks.';
  return { name, result: 'failed', detail: `${state} is no state that the bot knows`, remedy };
}

function versionCheck({ nodes }: Observation): Check {
  const name = 'version';
  const versions = [...new Set(nodes.flatMap(({ version }) => (version === undefined ? [] : [version])))];
  const silent = nodes.filter(({ version }) => version === undefined).map((node) => node.name);
  if (silent.length === 0) return { name, result: 'ok', detail: versions.join(', ') };
  const detail = `no version is told of ${silent.slice(0, 5).join(', ')}${silent.length > 5 ? ' and others' : ''}`;
  return {
    name,
    result: 'warning',
    detail,
    remedy: "Compare the versions on the product's own page before you finalize.",
  };
}
