import { describe, expect, it } from 'vitest';
import { checkClock } from '../../../src/core/check-clock.js';

/** A clock read at our 10,000 ms, over an answer that took `tookMs`. */
const read = (theirs: number, { stepMs = 1, tookMs = 0 } = {}) =>
  checkClock('Slack', { sentAt: 10_000, receivedAt: 10_000 + tookMs, theirs, stepMs });

describe('a comparison of clocks', () => {
  it('takes two seconds for nothing', () => {
    expect(read(12_000).result).toBe('ok');
    expect(read(8_001).result).toBe('ok');
  });

  it('says by how much at least, and which clock is behind', () => {
    expect(read(14_000)).toMatchObject({
      result: 'warning',
      detail: 'the clock of this process is at least 4.0 s behind that of Slack',
    });
    expect(read(5_000)).toMatchObject({ detail: expect.stringContaining('5.0 s ahead of') });
  });

  it('does not blame a clock for the time that the answer took', () => {
    expect(read(14_000, { tookMs: 2_000 }).result).toBe('ok');
    expect(read(14_000, { tookMs: 1_999 }).result).toBe('warning');
  });

  it('does not blame a clock for being shown in whole seconds', () => {
    expect(read(7_000, { stepMs: 1_000 }).result).toBe('ok');
    expect(read(6_999, { stepMs: 1_000 }).result).toBe('warning');
  });

  it('does not know a clock that is not told', () => {
    expect(checkClock('Slack', undefined).result).toBe('unknown');
  });
});
