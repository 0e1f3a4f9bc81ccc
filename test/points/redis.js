// @ts-check
import { createHash } from 'node:crypto';
import { Cluster, Redis } from 'ioredis';
import { reach } from './reach.js';

/** BullMQ's scripts by hash: it gives each command a name, `addStandardJob:6.7.0`. @type {Map<string, string>} */
const bullmqScripts = new Map();

/** What BullMQ's scripts do, where the bot may lose or double something around them; all others are left alone. */
const bullmqDeeds = [
  [/^add(Standard|Delayed|Prioritized)?Job/, 'add job'],
  [/^promote/, 'bring job forward'],
  [/^moveToFinished/, 'end job'],
  [/^moveToDelayed/, 'put job back'],
];

/** Points before each command that changes something is written, and when its answer is there. */
export function watchRedis() {
  for (const client of [Redis, Cluster]) {
    const { defineCommand } = client.prototype;
    client.prototype.defineCommand = function (name, definition) {
      bullmqScripts.set(createHash('sha1').update(definition.lua).digest('hex'), name);
      return defineCommand.call(this, name, definition);
    };
  }
  const { sendCommand } = Redis.prototype;
  Redis.prototype.sendCommand = function (command, stream) {
    const name = nameOf(command.name, command.args.map(String));
    if (name === undefined) return sendCommand.call(this, command, stream);
    reach(`${name}, before`);
    command.promise.then(
      () => reach(`${name}, after`),
      () => undefined,
    );
    return sendCommand.call(this, command, stream);
  };
}

/**
 * @param {string} command
 * @param {string[]} args
 */
function nameOf(command, args) {
  const [first = ''] = args;
  if (command === 'set' && first.includes(':delivery:')) return 'note delivery';
  if (command === 'set' && first.includes(':thread:')) return 'note thread';
  if (command !== 'evalsha' && command !== 'eval') return undefined;
  const keys = args.slice(2, 2 + Number(args[1]));
  const rest = args.slice(2 + keys.length);
  return deedOf(command, first, keys) ?? ownScript(keys, rest);
}

/**
 * @param {string} command
 * @param {string} script hash for `evalsha`, text for `eval`
 * @param {string[]} keys
 */
function deedOf(command, script, keys) {
  const sha = command === 'evalsha' ? script : createHash('sha1').update(script).digest('hex');
  const name = bullmqScripts.get(sha) ?? '';
  const deed = bullmqDeeds.find(([pattern]) => pattern instanceof RegExp && pattern.test(name))?.[1];
  const queue = keys.flatMap((key) => /\}:(watch|publish|card|act|attend|sweep):/.exec(key)?.[1] ?? [])[0];
  if (deed === undefined || queue === undefined) return undefined;
  return deed === 'add job' && woken.includes(queue) ? `${deed} ${queue} for ${lastAppend}` : `${deed} ${queue}`;
}

/** Jobs that follow an append: between two of them a process may die once for each kind of append. */
const woken = ['publish', 'card', 'act', 'attend'];
let lastAppend = 'nothing';

/**
 * Types of the events among a script's arguments: JSON with a type and a number in its timeline.
 * @param {string[]} args
 */
function eventTypes(args) {
  return args.flatMap((text) => {
    if (!text.startsWith('{')) return [];
    const { type, seq } = JSON.parse(text);
    return typeof type === 'string' && typeof seq === 'number' ? [type] : [];
  });
}

/**
 * The bot's own scripts, told apart by their keys.
 * @param {string[]} keys
 * @param {string[]} rest
 */
function ownScript(keys, rest) {
  const [first = ''] = keys;
  if (keys.length === 4 && first.endsWith(':head')) {
    // However many nodes changed, it is one step.
    lastAppend = [...new Set(eventTypes(rest))].join(' + ');
    return `append ${lastAppend}`;
  }
  if (first.endsWith(':head')) return rest[0] === '1' ? 'take up target' : undefined;
  if (/:shown:\d+$/.test(first)) return bookScript(rest);
  if (keys.length === 3 && /:shown:\d+$/.test(keys[1] ?? '')) return 'settle debt';
  if (keys.length === 3 && first.includes(':pace:')) return 'take turn';
  return undefined;
}

/**
 * The book of what Slack shows: an intent before a message, what became of it afterwards.
 * @param {string[]} rest epoch field, epoch, then pairs of field and value
 */
function bookScript([epoch = '', value, ...pairs]) {
  const drain = epoch.replace('Epoch', '');
  if (value === undefined) return drain === '' ? undefined : `take up ${drain}`;
  const changes = new Map();
  for (let at = 0; at < pairs.length; at += 2) changes.set(pairs[at], pairs[at + 1]);
  const intent = changes.get('intent');
  if (intent) {
    const { kind, doubtAt, looks } = JSON.parse(intent);
    lastIntent = kind;
    if (doubtAt === undefined) return `book intent of ${kind}`;
    return `book doubt of ${kind}${looks > 0 ? ', not found yet' : ''}`;
  }
  return `book ${shownBy(changes)}`;
}

/** @param {Map<string, string>} changes empty for a field that is removed */
function shownBy(changes) {
  if (changes.has('card')) return 'posted card';
  if ([...changes.keys()].some((name) => name.startsWith('request:'))) return 'posted request';
  if (changes.has('cursor')) return changes.has('intent') ? 'posted lines' : 'events without lines';
  if (changes.get('cardHash') === '') return 'edit of card begun';
  if (changes.has('cardHash')) return 'edited card';
  if (changes.has('cardSeq')) return 'card as it was';
  return [...changes.keys()].join(' + ');
}

let lastIntent = '';

/** What the message is that was announced last: `card`, `lines` or `request`. */
export const messageKind = () => lastIntent;
