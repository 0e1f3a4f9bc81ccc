import { describe, expect, it } from 'vitest';
import type { CheckGroup } from '../../../src/core/checkup.js';
import { reportProblems } from '../../../src/service/report-problems.js';
import { capturedLog } from '../../support/captured-log.js';

const problem = { name: 'eviction', result: 'failed', detail: 'allkeys-lru', remedy: 'Set noeviction.' } as const;
const group = (kind: CheckGroup['kind'], ...checks: CheckGroup['checks']): CheckGroup => ({
  kind,
  title: 'wiki',
  checks,
});

describe('the log of an examination', () => {
  it('has one line per problem, saying what to do, and none for what is fine', () => {
    const log = capturedLog();

    reportProblems([group('store', { name: 'memory', result: 'ok', detail: '' }, problem)], log);

    expect(log.lines).toEqual([
      {
        level: 'warn',
        text: 'redis is not set up as the bot needs it',
        values: { check: 'eviction', result: 'failed', detail: 'allkeys-lru', remedy: 'Set noeviction.' },
      },
    ]);
  });

  it('names the target, and the channel or person', () => {
    const log = capturedLog();

    reportProblems([group('target', problem), group('slack', { ...problem, about: 'C0OPS' })], log);

    expect(log.lines.map(({ values }) => values)).toMatchObject([{ target: 'wiki' }, { about: 'C0OPS' }]);
  });

  it('does not warn of what could not be looked at', () => {
    const log = capturedLog();

    reportProblems([group('slack', { ...problem, result: 'unknown' })], log);

    expect(log.lines.map(({ level, text }) => [level, text])).toEqual([['info', 'something could not be checked']]);
  });
});
