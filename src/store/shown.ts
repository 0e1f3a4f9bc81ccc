import type { Drain, Intent, Shown, ShownBook, ShownChange } from '../core/publishing.js';
import type { Keys } from './keys.js';
import { guarded, type RedisClient } from './redis.js';
import { scriptOn } from './script.js';
import { changingOver, standbyOf } from './standby.js';

/** KEYS shown. ARGV the epoch field to take, '' for none. */
const read = `
if ARGV[1] ~= '' then redis.call('HINCRBY', KEYS[1], ARGV[1], 1) end
return redis.call('HGETALL', KEYS[1])
`;

/** KEYS shown. ARGV epoch field, epoch, then pairs of field and value; an empty value removes the field. */
const write = `
if redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2] then return 0 end
for i = 3, #ARGV, 2 do
  if ARGV[i + 1] == '' then redis.call('HDEL', KEYS[1], ARGV[i]) else redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1]) end
end
return 1
`;

/** KEYS timeline, shown, owing. ARGV upgrade, retention in ms ('' while the upgrade is open). */
const settle = `
local tail = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)
local seq = 0
if tail[1] then seq = tonumber(string.match(tail[1][1], '^(%d+)')) end
local shown = redis.call('HMGET', KEYS[2], 'cursor', 'cardSeq')
if tonumber(shown[1] or '0') < seq or tonumber(shown[2] or '0') < seq then return 0 end
redis.call('SREM', KEYS[3], ARGV[1])
if ARGV[2] ~= '' then
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
  redis.call('PEXPIRE', KEYS[2], ARGV[2])
end
return 1
`;

/**
 * KEYS shown, owing. ARGV card, how it was lost, upgrade, the card's epoch field. The epoch moves on: who was about to
 * note something about the lost card no longer can.
 */
const loseCard = `
if redis.call('HGET', KEYS[1], 'card') ~= ARGV[1] then return 0 end
redis.call('HDEL', KEYS[1], 'card', 'cardHash', 'cardSeq')
redis.call('HSET', KEYS[1], 'lostHow', ARGV[2])
redis.call('HINCRBY', KEYS[1], 'lostCards', 1)
redis.call('HINCRBY', KEYS[1], ARGV[4], 1)
redis.call('SADD', KEYS[2], ARGV[3])
return 1
`;

const epochField = (drain: Drain): string => `${drain}Epoch`;

/** Bookkeeping of what Slack shows, in Redis. Throws AppError kind `store-down` when Redis does not answer. */
export function shownBook(redis: RedisClient, keys: Keys): ShownBook {
  const reading = scriptOn(redis, read, 1);
  const writing = scriptOn(redis, write, 1);
  const settling = scriptOn(redis, settle, 3);
  const standby = standbyOf(redis, keys);
  const losing = scriptOn(redis, loseCard, 2);

  async function get(target: string, upgrade: number, drain?: Drain): Promise<Shown> {
    const key = keys.shown(target, upgrade);
    const field = drain === undefined ? '' : epochField(drain);
    const flat = (await guarded(() => reading([key], [field]))) as string[];
    return asShown(flat, field);
  }

  return {
    read: (target, upgrade) => get(target, upgrade),
    takeUp: (target, upgrade, drain) => get(target, upgrade, drain),
    async write(target, upgrade, drain, epoch, change) {
      const key = keys.shown(target, upgrade);
      const args = [epochField(drain), epoch, ...asFields(change)];
      if (!change.intent || change.intent.doubtAt !== undefined)
        return (await guarded(() => writing([key], args))) === 1;
      // What is about to be posted must not be forgotten, or it would be posted again.
      const { answer, kept } = await guarded(() => standby.keep(target, write, [key], args));
      if (kept || answer !== 1) return answer === 1;
      await guarded(() => writing([key], [epochField(drain), epoch, ...asFields({ intent: null })]));
      throw changingOver();
    },
    async checkRequests(target, upgrade) {
      await guarded(() => redis.hset(keys.shown(target, upgrade), 'check', '1'));
    },
    async loseCard(target, upgrade, ts, how) {
      const names = [keys.shown(target, upgrade), keys.owing(target)];
      return (await guarded(() => losing(names, [ts, how, upgrade, epochField('card')]))) === 1;
    },
    async settle(target, upgrade, retentionMs) {
      const names = [keys.timeline(target, upgrade), keys.shown(target, upgrade), keys.owing(target)];
      const answer = await guarded(() => settling(names, [upgrade, retentionMs ?? '']));
      return answer === 1;
    },
    async indexThread(channel, ts, target, keepMs) {
      await guarded(() => redis.set(keys.thread(channel, ts), target, 'PX', keepMs));
    },
    async targetOfThread(channel, ts) {
      return (await guarded(() => redis.get(keys.thread(channel, ts)))) ?? undefined;
    },
  };
}

const REQUEST = 'request:';
const LOST_REQUEST = 'lostRequest:';

function asShown(flat: readonly string[], epochName: string): Shown {
  const fields = new Map<string, string>();
  const requests = new Map<string, string>();
  const lostRequests = new Map<string, string>();
  for (let index = 0; index + 1 < flat.length; index += 2) {
    const [name = '', value = ''] = flat.slice(index, index + 2);
    if (name.startsWith(REQUEST)) requests.set(name.slice(REQUEST.length), value);
    else if (name.startsWith(LOST_REQUEST)) lostRequests.set(name.slice(LOST_REQUEST.length), value);
    else fields.set(name, value);
  }
  const number = (name: string): number => Number(fields.get(name) ?? 0);
  const texts = Object.fromEntries(
    ['card', 'channel', 'cardHash', 'problem', 'lostHow'].flatMap((name) => {
      const value = fields.get(name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
  const intent = fields.get('intent');
  return {
    ...texts,
    ...(intent === undefined ? {} : { intent: JSON.parse(intent) as Intent }),
    epoch: number(epochName),
    cursor: number('cursor'),
    lostCards: number('lostCards'),
    cardSeq: number('cardSeq'),
    cardAt: number('cardAt'),
    failures: number('failures'),
    plain: fields.get('plain') === '1',
    check: fields.get('check') === '1',
    requests,
    lostRequests,
  };
}

function asFields(change: ShownChange): (string | number)[] {
  const { intent, request, lostRequest, plain, check, ...simple } = change;
  const fields: (string | number)[] = [];
  for (const [name, value] of Object.entries(simple)) fields.push(name, value ?? '');
  if (intent !== undefined) fields.push('intent', intent === null ? '' : JSON.stringify(intent));
  if (request !== undefined) fields.push(...requestFields(request.id, request.ts, ''));
  if (lostRequest !== undefined) fields.push(...requestFields(lostRequest.id, '', lostRequest.ts));
  return [...fields, ...flag('plain', plain), ...flag('check', check)];
}

const requestFields = (id: string, ts: string, lostTs: string): string[] => [
  `${REQUEST}${id}`,
  ts,
  `${LOST_REQUEST}${id}`,
  lostTs,
];

const flag = (name: string, value: boolean | undefined): string[] =>
  value === undefined ? [] : [name, value ? '1' : ''];
