import type { ProductName } from '../../src/core/products.js';

/** The state and nodes that a body is about, under the names of every product. */
interface Texts {
  readonly state?: unknown;
  readonly id?: unknown;
  readonly node?: unknown;
  readonly version?: unknown;
  readonly count?: unknown;
}

/** Answers to every path of one product, with these values in them. */
export function answers(product: ProductName, texts: Texts, many = 1): { state: unknown; overview: unknown } {
  const { state = 'STABLE', id = 'n', node = 'ACTIVE', version = '9.4.2', count = 3 } = texts;
  const idOf = (index: number): unknown => (index === 0 || typeof id !== 'string' ? id : `${index}${id}`.slice(0, 150));
  const each = <T>(make: (index: number) => T): T[] => Array.from({ length: many }, (_one, index) => make(index));
  if (product === 'jira') {
    const nodes = each((index) => ({ nodeId: idOf(index), state: node, alive: true, nodeVersion: version, ip: count }));
    return { state: { state, build: { version, buildNumber: count } }, overview: nodes };
  }
  const nodes = each((index) => ({ id: idOf(index), name: version, state: node, version, activeUserCount: count }));
  return { state: { state }, overview: { state, upgradeModeEnabled: false, originalVersion: null, nodes } };
}

const deep = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`;
const nasty = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'STABLE ',
  ' STABLE',
  'stable',
  'ST\u0410BLE',
  'STABLE\u0000',
  '\u202eELBATS',
  '\ud800',
  '👩‍👩‍👧‍👦',
  '<b>STABLE</b>',
  '${STABLE}',
  '',
  'x'.repeat(201),
  'x'.repeat(100_000),
];
/** Values for one slot. */
export const values: readonly unknown[] = [
  ...nasty,
  null,
  true,
  0,
  -1,
  1e308,
  2 ** 53,
  [],
  ['STABLE'],
  {},
  { toString: 'STABLE' },
  { toJSON: 'STABLE' },
  JSON.parse('{"__proto__":{"state":"STABLE"}}'),
];
export const slots = ['state', 'id', 'node', 'version', 'count'] as const;

/** Bodies that are no answers at all. */
export const wholeBodies = [
  '',
  ' ',
  'null',
  'true',
  '0',
  '"STABLE"',
  'NaN',
  '{"state":"STABLE"',
  '{"state":"STABLE"}{"state":"MIXED"}',
  '{"state":"MIXED","state":"STABLE"}',
  '{"state":1e999}',
  '\ufeff{"state":"STABLE"}',
  ')]}\',\n{"state":"STABLE"}',
  deep(50_000),
  `{"state":"STABLE","nodes":${deep(10_000)}}`,
  `{"__proto__":{"state":"STABLE","nodes":[{"id":"a","state":"ACTIVE"}]}}`,
  `{"constructor":{"prototype":{"state":"STABLE"}}}`,
  '<html><body>{"state":"STABLE"}</body></html>',
  'state=STABLE',
  '\u0000\u0001\u0002',
];
