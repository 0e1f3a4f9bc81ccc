import { describe, expect, it } from 'vitest';
import type { Happening } from '../../../src/core/events.js';
import { follows } from '../../../src/core/follows.js';
import type { RequestStatus } from '../../../src/core/view.js';
import { anUpgrade, aRequest } from '../../support/builders.js';

const decisions: readonly [Happening, readonly RequestStatus[]][] = [
  [{ type: 'approved', request: 'r1', by: 'U0BOB', granted: true }, ['open']],
  [{ type: 'rejected', request: 'r1', by: 'U0BOB' }, ['open']],
  [{ type: 'withdrawn', request: 'r1', by: 'U0ALICE' }, ['open']],
  [{ type: 'reminded', request: 'r1' }, ['open']],
  [{ type: 'expired', request: 'r1' }, ['open']],
  [{ type: 'voided', request: 'r1', changes: [] }, ['open', 'granted']],
  [{ type: 'begun', request: 'r1', sendBy: 1, timeoutMs: 1 }, ['granted']],
  [{ type: 'outcome', request: 'r1', result: 'done', lostAnswer: false }, ['granted', 'begun']],
];
const statuses: readonly RequestStatus[] = [
  'open',
  'granted',
  'begun',
  'ended',
  'rejected',
  'withdrawn',
  'voided',
  'expired',
];

describe('what may be written of a request', () => {
  it.each(decisions)('$type follows only where it belongs', (happening, allowed) => {
    const may = statuses.filter((status) =>
      follows(anUpgrade({ requests: [aRequest({ id: 'r1', status })] }), happening),
    );
    expect(may).toEqual(allowed);
  });

  it('is nothing when the view does not know the request', () => {
    expect(follows(anUpgrade({ requests: [] }), { type: 'expired', request: 'r1' })).toBe(false);
  });

  it('is nothing, as of everything else, once the upgrade has ended', () => {
    const ended = anUpgrade({ finishedAt: 1, finishedHow: 'completed' });
    expect(follows(ended, { type: 'cleared', key: 'x' })).toBe(false);
  });
});
