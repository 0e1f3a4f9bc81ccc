import fc from 'fast-check';
import { rawCommand, rawForm, rawHome, rawMention, rawPress, rawShortcut } from './raw-payloads.js';

/** Texts that are hard on whoever reads, counts, cuts or shows them. */
export const hostileTexts: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.constantFrom(
    '',
    '__proto__',
    'constructor',
    'toString',
    '<!channel> <@U0ALICE> <!subteam^S0OPS>',
    '*_~`>```',
    '&lt;&amp;&gt;',
    '\u202egnitirw\u2066',
    '\u0000\u0007\u001b[31m',
    '\ud800 half',
    '👩‍👩‍👧‍👦'.repeat(50),
    '../../etc/passwd',
    '${SLACK_BOT_TOKEN}',
    "'; DROP TABLE upgrades; --",
    '-- --to --to= --reason',
    '<script>alert(1)</script>',
    'x'.repeat(20_000),
    ' '.repeat(5_000),
  ),
);

/** Words of the grammar and others, so that a careless reader would do something. */
const commandTexts = fc
  .array(
    fc.oneof(
      fc.constantFrom('start', 'approve', 'finalize', 'status', 'nodes', 'node', 'history', 'list', 'help', 'doctor'),
      fc.constantFrom('confluence', '--to', '--to=9.2.21', '9.2.21', '#1', '-1', '99999999999'),
      hostileTexts,
    ),
    { maxLength: 5 },
  )
  .map((words) => words.join(' '));

/** The value most of the time; else anything at all, or nothing. */
const mostly = (expected: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof(
    { weight: 12, arbitrary: expected },
    { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
    { weight: 1, arbitrary: hostileTexts },
    { weight: 1, arbitrary: fc.constant(undefined) },
  );

/** A payload with some of its fields, however deep, made into something else. */
function spoilt(payload: unknown): fc.Arbitrary<unknown> {
  if (Array.isArray(payload)) return mostly(fc.tuple(...payload.map(spoilt)));
  if (typeof payload !== 'object' || payload === null) return mostly(fc.constant(payload));
  return mostly(fc.record(Object.fromEntries(Object.entries(payload).map(([key, value]) => [key, spoilt(value)]))));
}

type Kind = 'slash_commands' | 'interactive' | 'events_api';

export interface OddDelivery {
  readonly kind: Kind;
  readonly payload: Record<string, unknown>;
}

/** Deliveries of every kind by somebody who may nothing but read, near enough to real ones to be taken for one. */
export function oddDeliveries(by: { readonly id: string }, channel: string): fc.Arbitrary<OddDelivery> {
  const place = { channel };
  const actionIds = fc.constantFrom('request_approve', 'request_reject', 'offer_start', 'offer_cancel', 'other', '');
  const values = fc.oneof(
    hostileTexts,
    fc.constantFrom(
      JSON.stringify({ target: 'confluence', upgrade: 1, request: 'r1' }),
      JSON.stringify({ action: 'start', target: 'confluence', channel, threadTs: '1.0' }),
      `${'['.repeat(900)}${']'.repeat(900)}`,
    ),
  );
  const of = (kind: Kind, payloads: fc.Arbitrary<object>): fc.Arbitrary<OddDelivery> =>
    payloads
      .chain(spoilt)
      .map((payload) => (typeof payload === 'object' && payload !== null && !Array.isArray(payload) ? payload : {}))
      .map((payload) => ({ kind, payload: { ...payload } }));
  return fc.oneof(
    of(
      'slash_commands',
      commandTexts.map((text) => rawCommand(by, text, place)),
    ),
    of(
      'events_api',
      commandTexts.map((text) => rawMention(by, text, place)),
    ),
    of(
      'interactive',
      fc.tuple(actionIds, values).map(([actionId, value]) => rawPress(by, { actionId, value }, place)),
    ),
    of(
      'interactive',
      fc.constantFrom('1.0', '').map((ts) => rawShortcut(by, { ts, thread_ts: ts }, place)),
    ),
    of(
      'interactive',
      fc.tuple(values, hostileTexts).map(([value, text]) =>
        rawForm(by, value, {
          private_metadata: value,
          state: { values: { reason: { reason: { value: text } }, version: { version: { value: text } } } },
        }),
      ),
    ),
    of(
      'events_api',
      fc
        .tuple(fc.constantFrom('home', 'messages'), values)
        .map(([tab, view]) => rawHome(by, { tab, view: { type: 'home', private_metadata: view, blocks: [] } })),
    ),
    of('events_api', fc.record({ type: hostileTexts, event: fc.jsonValue() })),
    of('interactive', fc.record({ type: hostileTexts, callback_id: hostileTexts })),
  );
}
