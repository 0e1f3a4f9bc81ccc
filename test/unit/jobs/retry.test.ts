import { describe, expect, it } from 'vitest';
import { AppError, type ErrorKind } from '../../../src/core/errors.js';
import { pauseAfter } from '../../../src/jobs/retry.js';

const kinds: readonly ErrorKind[] = [
  'unreachable',
  'unauthorized',
  'forbidden',
  'not-clustered',
  'not-found',
  'conflict',
  'rate-limited',
  'redirected',
  'not-json',
  'bad-body',
  'refused',
  'store-down',
  'slack-refused',
  'slack-busy',
  'internal',
];

describe('a job that failed', () => {
  it.each(kinds)('comes back within 15 s and not at once when the reason is %s', (kind) => {
    const pause = pauseAfter(new AppError(kind, 'failed'));
    expect(pause).toBeGreaterThanOrEqual(1_000);
    expect(pause).toBeLessThanOrEqual(15_000);
  });

  it.each(['rate-limited', 'slack-busy'] as const)('waits as long as the other side asks for: %s', (kind) => {
    expect(pauseAfter(new AppError(kind, 'failed', { retryAfterMs: 42_000 }))).toBe(42_000);
  });

  it('is not kept waiting by a store that is back within a second', () => {
    expect(pauseAfter(new AppError('store-down', 'failed'))).toBe(1_000);
  });
});
