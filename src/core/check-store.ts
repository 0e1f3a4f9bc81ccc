import { checkClock } from './check-clock.js';
import type { Check, ClockReading, StoreServer } from './checkup.js';

/** What the store says of itself. */
export interface StoreFacts {
  readonly servers: readonly StoreServer[];
  readonly clock: ClockReading;
}

/** Whether the store keeps what it is given: judged by what its servers say of themselves. */
export function checkStore({ servers, clock }: StoreFacts): Check[] {
  const checks = servers.flatMap((server) =>
    judgements.map((judge) => {
      const check = judge(server);
      return server.address === undefined ? check : { ...check, detail: `${server.address}: ${check.detail}` };
    }),
  );
  return [...checks, checkClock('Redis', clock)];
}

const judgements: readonly ((server: StoreServer) => Check)[] = [
  versionCheck,
  appendOnlyCheck,
  evictionCheck,
  diskCheck,
  memoryCheck,
];

/** For what a server does not tell: `INFO` is forbidden, or the service hides the field. */
function untold(name: string, remedy: string): Check {
  return { name, result: 'unknown', detail: 'Redis does not tell (INFO)', remedy };
}

function versionCheck({ version }: StoreServer): Check {
  const name = 'version';
  if (version === undefined) return untold(name, 'Make sure that it is Redis 6.2 or newer.');
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > 6 || (major === 6 && minor >= 2)) return { name, result: 'ok', detail: version };
  const remedy = 'Use Redis 6.2 or newer, or Valkey.';
  return { name, result: 'failed', detail: `Redis ${version} lacks commands that the bot needs`, remedy };
}

function appendOnlyCheck({ appendOnly }: StoreServer): Check {
  const name = 'append-only file';
  const remedy = 'Set appendonly to yes in Redis.';
  if (appendOnly === undefined) return untold(name, `${remedy.slice(0, -1)}, or whatever makes your service durable.`);
  if (appendOnly) return { name, result: 'ok', detail: 'on' };
  const detail = 'off: a crash of Redis loses what was recorded of upgrades, open requests included';
  return { name, result: 'warning', detail, remedy };
}

function evictionCheck({ evictionPolicy }: StoreServer): Check {
  const name = 'eviction';
  const remedy = 'Set maxmemory-policy to noeviction in Redis.';
  if (evictionPolicy === undefined) return untold(name, remedy);
  if (evictionPolicy === 'noeviction') return { name, result: 'ok', detail: evictionPolicy };
  const detail = `${evictionPolicy}: a full Redis silently drops records and jobs`;
  return { name, result: 'failed', detail, remedy };
}

function diskCheck({ diskTroubles }: StoreServer): Check {
  const name = 'writing to disk';
  if (diskTroubles === undefined) return untold(name, 'Look for errors in the log of Redis.');
  if (diskTroubles.length === 0) return { name, result: 'ok', detail: 'no errors' };
  const remedy = 'Look at the log of Redis: a full disk or missing rights on its folder are usual causes.';
  return { name, result: 'failed', detail: diskTroubles.join('; '), remedy };
}

/** Above this share of the limit it is time to make room. */
const NEARLY_FULL = 0.9;

function memoryCheck({ usedBytes, maxBytes }: StoreServer): Check {
  const name = 'memory';
  if (usedBytes === undefined) return untold(name, 'Watch its memory by other means.');
  if (maxBytes === undefined) return { name, result: 'ok', detail: 'no limit' };
  const percent = Math.floor((100 * usedBytes) / maxBytes);
  const detail = `${percent} % of maxmemory is in use`;
  if (usedBytes < NEARLY_FULL * maxBytes) return { name, result: 'ok', detail };
  return { name, result: 'warning', detail, remedy: 'Raise maxmemory: a full Redis refuses writes and the bot stops.' };
}
