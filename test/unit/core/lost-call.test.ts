import { describe, expect, it } from 'vitest';
import { confluence } from '../../../src/adapters/atlassian/confluence.js';
import { jira } from '../../../src/adapters/atlassian/jira.js';
import { judgeLostCall } from '../../../src/core/actions.js';
import type { Observation } from '../../../src/core/observation.js';
import { readings, withoutMode } from '../../support/readings.js';

type Verdict = ReturnType<typeof judgeLostCall>;

/** What the target says now, and what that means for a lost start, cancel and approve. */
const table: readonly (readonly [string, Observation, Verdict, Verdict, Verdict])[] = [
  ['STABLE', readings.stable(), 'not-done', 'done', 'done'],
  ['READY_TO_UPGRADE', readings.ready(), 'done', 'not-done', 'not-done'],
  ['MIXED with upgrade mode on', readings.mixed(), 'done', 'not-done', 'not-done'],
  ['MIXED with upgrade mode off', readings.mixedWithModeOff(), 'not-done', 'done', 'done'],
  ['READY_TO_RUN_UPGRADE_TASKS', readings.finalizable(), 'done', 'not-done', 'not-done'],
  ['RUNNING_UPGRADE_TASKS', readings.finalizing(), 'unclear', 'unclear', 'done'],
  ['UPGRADE_TASKS_FAILED', readings.failed(), 'unclear', 'unclear', 'done'],
  ['a state that is not known', readings.unheardOf(), 'unclear', 'unclear', 'unclear'],
  ['STABLE with upgrade mode still on', readings.stable({ mode: true }), 'unclear', 'unclear', 'unclear'],
  ['READY_TO_UPGRADE with upgrade mode off', readings.ready({ mode: false }), 'unclear', 'unclear', 'unclear'],
];

describe('a call whose answer is lost, when the target now says', () => {
  it.each(table)('%s', (_state, now, start, cancel, approve) => {
    expect(judgeLostCall(confluence, { action: 'start' }, now)).toBe(start);
    expect(judgeLostCall(confluence, { action: 'cancel' }, now)).toBe(cancel);
    expect(judgeLostCall(confluence, { action: 'approve' }, now)).toBe(approve);
  });

  it('STABLE or READY_TO_UPGRADE without a word on upgrade mode, is judged by the state', () => {
    expect(judgeLostCall(confluence, { action: 'start' }, withoutMode(readings.ready()))).toBe('done');
    expect(judgeLostCall(confluence, { action: 'start' }, withoutMode(readings.stable()))).toBe('not-done');
    expect(judgeLostCall(confluence, { action: 'cancel' }, withoutMode(readings.ready()))).toBe('not-done');
  });

  it.each(['start', 'cancel', 'approve'] as const)(
    'MIXED without a word on upgrade mode, is not judged: it fits both ways for %s',
    (action) => {
      expect(judgeLostCall(confluence, { action }, withoutMode(readings.mixed()))).toBe('unclear');
    },
  );
});

/** Running failed tasks again does not change upgrade mode. */
describe('a retry whose answer is lost', () => {
  it.each([
    ['RUNNING_UPGRADE_TASKS', readings.finalizing(), 'done'],
    ['STABLE', readings.stable(), 'done'],
    ['UPGRADE_TASKS_FAILED', readings.failed(), 'not-done'],
    ['READY_TO_UPGRADE', readings.ready(), 'unclear'],
    ['a state that is not known', readings.unheardOf(), 'unclear'],
  ] as const)('is judged by the state %s', (_state, now, verdict) => {
    expect(judgeLostCall(jira, { action: 'retry' }, now)).toBe(verdict);
    expect(judgeLostCall(jira, { action: 'retry' }, withoutMode(now))).toBe(verdict);
  });
});
