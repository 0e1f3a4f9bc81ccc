import { describe, expect, it } from 'vitest';
import type { StepShown, TargetShown } from '../../src/sandbox/control/shown.js';
import { beginning, childrenOf, longText, summaryOf } from '../../src/sandbox/page/panel/json-words.js';
import {
  blockedActs,
  blockedAlike,
  blockedHereOnly,
  faultBanner,
  playLabel,
  playWords,
  processWords,
  stepLook,
  whoWords,
} from '../../src/sandbox/page/panel/panel-words.js';
import { isBusy, partsOf, partsWords, toneOf } from '../../src/sandbox/page/panel/parts.js';
import { act, fault, play } from './panel-fixture.js';

const target = (of: Partial<TargetShown>): TargetShown => ({
  name: 'confluence',
  product: 'confluence',
  title: 'Confluence Data Center',
  state: 'STABLE',
  up: true,
  nodes: [],
  stages: [],
  acts: [],
  ...of,
});

const steps = (...states: StepShown['state'][]): StepShown[] =>
  states.map((state) => ({ who: 'alice', does: 'asks', state }));

describe('the banner of faults', () => {
  it('counts and names what is on, and is not there when nothing is', () => {
    expect(faultBanner([fault('Outage', false)])).toBeNull();
    expect(faultBanner([fault('Outage', true)])).toBe('1 fault on: Outage');
    expect(faultBanner([fault('Outage', true), fault('429', true)])).toBe('2 faults on: Outage, 429');
  });
});

describe('where a play stands', () => {
  it('tells the step, the end, and why it failed', () => {
    expect(playWords(play({ status: 'playing', steps: steps('done', 'now', 'waiting') }))).toBe('Playing: step 2 of 3');
    expect(playWords(play({ status: 'done', steps: steps('done') }))).toBe('Played to its end.');
    expect(playWords(play({ status: 'failed', problem: 'nobody approved' }))).toContain('nobody approved');
  });

  it('tells where it was stopped, and nothing before it began', () => {
    expect(playWords(play({ steps: steps('waiting', 'waiting') }))).toBe('');
    expect(playWords(play({ steps: steps('done', 'waiting') }))).toBe('Stopped after step 1 of 2.');
  });

  it('offers to play the rest of what was stopped or failed, and again what has ended', () => {
    expect(playLabel(play({}))).toBe('▶ Play the whole story');
    expect(playLabel(play({ steps: steps('done', 'waiting') }))).toBe('▶ Play the rest');
    expect(playLabel(play({ status: 'failed', steps: steps('done', 'now') }))).toBe('▶ Play the rest');
    expect(playLabel(play({ status: 'done', steps: steps('done') }))).toBe('▶ Play it again');
  });

  it('marks the step at which it failed, and only then', () => {
    const some = steps('done', 'waiting', 'waiting');
    const marks = (status: 'failed' | 'idle') => some.map((_, place) => stepLook(play({ status, steps: some }), place));
    expect(marks('failed')).toEqual(['done', 'failed', 'waiting']);
    expect(marks('idle')).toEqual(['done', 'waiting', 'waiting']);
  });

  it('says who does a step', () => {
    expect(whoWords('alice')).toBe('Alice');
    expect(whoWords('fault')).toBe('Fault:');
  });
});

describe('reasons of blocked buttons', () => {
  it('gives each reason once', () => {
    const acts = [act('fail', 'it is down'), act('add', 'it is down'), act('up'), act('retry', 'none failed')];
    expect(blockedActs(acts)).toEqual([
      { labels: ['fail', 'add'], reason: 'it is down' },
      { labels: ['retry'], reason: 'none failed' },
    ]);
  });

  it('tells once above the rows what several of them have in common, and the rest in its row', () => {
    const running = { acts: [act('fail'), act('recover', 'it runs')] };
    const failed = { acts: [act('fail', 'it has failed'), act('recover')] };
    const alike = blockedAlike([running, running, failed]);
    expect(alike).toEqual([{ act: 'recover', label: 'recover', reason: 'it runs', rows: 2 }]);
    expect(blockedHereOnly(failed.acts, alike)).toEqual([act('fail', 'it has failed'), act('recover')]);
  });

  it('tells in its row what is blocked for different reasons', () => {
    expect(blockedAlike([{ acts: [act('fail', 'it is down')] }, { acts: [act('fail', 'it has left')] }])).toEqual([]);
  });
});

describe('rows of a target', () => {
  it('names nodes by their ids in the path, whatever these are', () => {
    const node = { id: 'a/b', name: 'one', state: 'ACTIVE', version: '9.2.21', users: 1, acts: [] };
    expect(partsOf(target({ nodes: [node] }))).toEqual([
      {
        id: 'a/b',
        name: 'one',
        state: 'ACTIVE',
        facts: '9.2.21 · 1 user',
        acts: [],
        path: 'targets/confluence/nodes/a%2Fb',
      },
    ]);
  });

  it('tells warnings of a stage, and how many parts are in which state', () => {
    const stage = (name: string, status: string, warnings: number) => ({ name, status, warnings, acts: [] });
    const parts = partsOf(target({ stages: [stage('A', 'DONE', 0), stage('B', 'RUNNING', 2), stage('C', 'DONE', 0)] }));
    expect(parts.map(({ facts }) => facts)).toEqual(['', '2 warnings', '']);
    expect(partsWords(parts, 'stage')).toBe('3 stages: 2 DONE, 1 RUNNING');
  });

  it('unfolds a target on which something goes on', () => {
    expect(isBusy(target({}))).toBe(false);
    expect(isBusy(target({ state: 'no upgrade' }))).toBe(false);
    expect(isBusy(target({ state: 'READY_TO_UPGRADE' }))).toBe(true);
    expect(isBusy(target({ up: false }))).toBe(true);
  });

  it.for([
    ['ACTIVE', 'good'],
    ['UPGRADE_TASKS_FAILED', 'bad'],
    ['OFFLINE', 'bad'],
    ['MIXED', 'busy'],
    ['no upgrade', 'calm'],
  ])('colours %s as %s', ([state = '', tone]) => {
    expect(toneOf(state)).toBe(tone);
  });
});

describe('what runs', () => {
  it('stands behind the headings of the bot and Redis', () => {
    expect(processWords('bot', { bots: 0, starting: 0, redis: 'up' })).toBe('does not run');
    expect(processWords('bot', { bots: 2, starting: 1, redis: 'up' })).toBe('runs in 2 processes');
    expect(processWords('bot', { bots: 1, starting: 1, redis: 'up' })).toBe('is starting');
    expect(processWords('redis', { bots: 1, starting: 0, redis: 'foreign' })).toBe('runs outside the sandbox');
    expect(processWords('slack', { bots: 1, starting: 0, redis: 'up' })).toBe('');
  });
});

describe('unfolding JSON', () => {
  it('names what is folded by its size or its first keys', () => {
    expect(summaryOf([1, 2, 3])).toBe('[3]');
    expect(summaryOf({ ok: true, ts: '1' })).toBe('{ok, ts}');
    expect(summaryOf({ a: 1, b: 1, c: 1, d: 1, e: 1 })).toBe('{a, b, c, d, …}');
  });

  it('unfolds objects and arrays only', () => {
    expect(childrenOf({ ok: true })).toEqual([['ok', true]]);
    expect(childrenOf(['x'])).toEqual([['0', 'x']]);
    expect(childrenOf('x')).toBeNull();
    expect(childrenOf(null)).toBeNull();
  });

  it('never cuts a character in half', () => {
    const text = `${'x'.repeat(longText / 2 - 1)}😀${'x'.repeat(longText)}`;
    expect(beginning(text)).toBe('x'.repeat(longText / 2 - 1));
  });
});
