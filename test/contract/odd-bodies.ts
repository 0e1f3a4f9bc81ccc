import fc from 'fast-check';

/** The expected value most of the time, else anything at all, else nothing. */
function mostly(expected: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: 20, arbitrary: expected },
    { weight: 1, arbitrary: fc.anything() },
    { weight: 1, arbitrary: fc.constant(undefined) },
  );
}

const node = fc.record({
  id: mostly(fc.uuid()),
  state: mostly(fc.constantFrom('ACTIVE', 'OFFLINE', 'REBALANCING', 'toString')),
  version: mostly(fc.constantFrom('9.2.13', '9.2.21', null, '')),
  activeUserCount: fc.oneof(fc.nat(), fc.anything()),
  finalization: fc.oneof(fc.record({ errors: fc.array(fc.anything()) }), fc.anything()),
});

/** Near enough to a real overview that a careless reader would take it for one; often it is one. */
const overview = fc.record({
  state: mostly(fc.constantFrom('STABLE', 'MIXED', 'UPGRADE_IN_PROGRESS', 'constructor', '')),
  upgradeModeEnabled: mostly(fc.boolean()),
  originalVersion: mostly(fc.constantFrom('9.2.13', '', null)),
  nodes: mostly(fc.array(mostly(node), { maxLength: 3 })),
});

export const bodies: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: overview.map((value) => JSON.stringify(value)) },
  { weight: 1, arbitrary: fc.tuple(overview, fc.nat(400)).map(([value, cut]) => JSON.stringify(value).slice(0, cut)) },
  { weight: 1, arbitrary: fc.jsonValue().map((value) => JSON.stringify(value)) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
);

export const statuses: fc.Arbitrary<number> = fc.oneof(
  { weight: 3, arbitrary: fc.constant(200) },
  { weight: 1, arbitrary: fc.integer({ min: 200, max: 599 }) },
);
