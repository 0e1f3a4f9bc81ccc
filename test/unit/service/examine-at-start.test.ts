import { describe, expect, it } from 'vitest';
import type { Check, CheckGroup } from '../../../src/core/checkup.js';
import { examineAtStart } from '../../../src/service/examine-at-start.js';
import { capturedLog } from '../../support/captured-log.js';

const store = (check: Check): CheckGroup => ({ kind: 'store', title: 'Redis', checks: [check] });
const away = store({ name: 'connection', result: 'failed', detail: 'no answer', remedy: 'Start it.' });
const risky = store({ name: 'eviction', result: 'failed', detail: 'allkeys-lru', remedy: 'Set noeviction.' });

/** Examines with these findings, one after the other; the names asked for, the pauses and the log. */
async function examined(findings: readonly CheckGroup[], stopAfter = Number.POSITIVE_INFINITY) {
  const log = capturedLog();
  const stopping = new AbortController();
  const asked: (readonly string[])[] = [];
  const pauses: number[] = [];
  await examineAtStart({
    names: ['wiki'],
    log,
    signal: stopping.signal,
    clock: {
      wait: (ms) => {
        pauses.push(ms);
        if (pauses.length >= stopAfter) stopping.abort();
        return Promise.resolve();
      },
    },
    doctor: (names) => {
      asked.push(names);
      return Promise.resolve([findings[Math.min(asked.length, findings.length) - 1] ?? away]);
    },
  });
  return { asked, pauses, checks: log.lines.map(({ values }) => (values as { check?: string }).check) };
}

describe('the examination at the start', () => {
  it('is done once when the store answers', async () => {
    expect(await examined([risky])).toEqual({ asked: [['wiki']], pauses: [], checks: ['eviction'] });
  });

  it('says how the store is set up when it answers later, and examines no target again', async () => {
    expect(await examined([away, away, risky])).toEqual({
      asked: [['wiki'], [], []],
      pauses: [1_000, 2_000],
      checks: ['connection', 'eviction'],
    });
  });

  it('ends when the process stops', async () => {
    const { asked, pauses } = await examined([away], 8);

    expect(pauses.at(-1)).toBe(60_000);
    expect(asked).toHaveLength(8);
  });
});
