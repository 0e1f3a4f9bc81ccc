import { describe, expect, it } from 'vitest';
import { confluence } from '../../../src/adapters/atlassian/confluence.js';
import { actionProfile, allowedNow, droppedBy, refuseAsk, stateWords } from '../../../src/core/actions.js';
import { aNodeObservation, anUpgrade, aProfile, aRequest } from '../../support/builders.js';
import { readings, withNode } from '../../support/readings.js';

const broken = (seen: ReturnType<typeof readings.stable>) => ({
  ...seen,
  nodes: withNode(seen, 'conf-2', { state: 'ERROR', condition: 'error' }),
});

describe('the actions allowed now', () => {
  it.each([
    ['STABLE', readings.stable(), ['start']],
    ['READY_TO_UPGRADE', readings.ready(), ['cancel']],
    ['MIXED', readings.mixed(), []],
    ['MIXED with upgrade mode off', readings.mixedWithModeOff(), []],
    ['READY_TO_RUN_UPGRADE_TASKS', readings.finalizable(), ['approve']],
    ['RUNNING_UPGRADE_TASKS', readings.finalizing(), []],
    ['UPGRADE_TASKS_FAILED', readings.failed(), []],
    ['an unknown state', readings.unheardOf(), []],
  ])('in %s', (_state, seen, allowed) => {
    expect(allowedNow(confluence, seen)).toEqual(allowed);
  });

  it('are none of those that change the cluster while a node is in ERROR', () => {
    expect(allowedNow(confluence, broken(readings.stable()))).toEqual([]);
    expect(allowedNow(confluence, broken(readings.finalizable()))).toEqual([]);
  });

  it('do not include start while upgrade mode is on', () => {
    expect(allowedNow(confluence, readings.stable({ mode: true }))).toEqual([]);
  });

  it('do not include cancel once a node runs another version, whatever the state says', () => {
    const seen = readings.ready();
    const nodes = withNode(seen, 'conf-1', { version: '9.2.21' });
    expect(allowedNow(confluence, { ...seen, nodes })).toEqual([]);
  });

  it('are only those that the product has', () => {
    const { start } = confluence.actions;
    const profile = aProfile({ actions: start === undefined ? {} : { start } });
    expect(allowedNow(profile, readings.finalizable())).toEqual([]);
    expect(() => actionProfile(profile, 'approve')).toThrow('approve');
  });
});

describe('asking for an action', () => {
  const ask = (action: 'start' | 'cancel' | 'approve', seen = readings.finalizable(), view = anUpgrade()) =>
    refuseAsk(confluence, { target: 'confluence', action }, seen, view);

  it('is accepted where the state allows it, with or without an upgrade', () => {
    expect(ask('approve')).toBeUndefined();
    expect(
      refuseAsk(confluence, { target: 'confluence', action: 'start' }, readings.stable(), undefined),
    ).toBeUndefined();
  });

  it('is refused in another state, saying which it is and what is allowed in it', () => {
    expect(ask('approve', readings.ready())).toEqual({
      why: 'not-now',
      action: 'approve',
      target: 'confluence',
      state: 'READY_TO_UPGRADE',
      words: 'upgrade mode is on and no node is upgraded yet',
      allowed: ['cancel'],
    });
    expect(ask('start')).toMatchObject({ why: 'not-now', allowed: ['approve'] });
    expect(ask('start')).not.toHaveProperty('because');
  });

  it('is refused in a state that is not known, where nothing is allowed', () => {
    expect(ask('approve', readings.unheardOf())).toMatchObject({ why: 'not-now', state: 'REBALANCING', allowed: [] });
  });

  it('is refused naming the nodes that stand in the way', () => {
    const refusal = ask('approve', broken(readings.finalizable()));
    expect(refusal).toMatchObject({ why: 'not-now', because: expect.stringContaining('conf-2') });
  });

  it.each(['granted', 'begun'] as const)('is refused while another action is %s, naming it', (status) => {
    const running = aRequest({ id: 'r0', action: 'cancel', by: 'U0BOB', status, askedAt: 5 });
    const refusal = ask('approve', readings.finalizable(), anUpgrade({ requests: [running] }));
    expect(refusal).toEqual({
      why: 'in-flight',
      target: 'confluence',
      action: 'cancel',
      by: 'U0BOB',
      since: 5,
      upgrade: 12,
    });
  });

  it('is refused when the same waits for approval already', () => {
    const refusal = ask('approve', readings.finalizable(), anUpgrade({ requests: [aRequest()] }));
    expect(refusal).toMatchObject({ why: 'already-asked', action: 'approve', by: 'U0ALICE', upgrade: 12 });
  });

  it.each(['ended', 'rejected', 'withdrawn', 'voided', 'expired'] as const)(
    'is accepted again after a request that is %s',
    (status) => {
      expect(ask('approve', readings.finalizable(), anUpgrade({ requests: [aRequest({ status })] }))).toBeUndefined();
    },
  );
});

describe('words for a state', () => {
  it("are the product's for its own states", () => {
    expect(stateWords(confluence, 'STABLE', 'idle')).toBe('no upgrade is running');
  });

  it.each(['REBALANCING', 'constructor', '__proto__', ''])('admit that "%s" is not known', (state) => {
    expect(stateWords(confluence, state, 'unknown')).toContain('does not know');
  });
});

describe('the nodes that finalizing drops', () => {
  it('are those that are off, under the name people know', () => {
    const off = aNodeObservation({ id: '4711', name: 'conf-4', state: 'OFFLINE', condition: 'off' });
    const seen = readings.finalizable({ nodes: [...readings.finalizable().nodes, off] });
    expect(droppedBy(confluence, 'approve', seen)).toEqual(['conf-4']);
    expect(droppedBy(confluence, 'start', seen)).toEqual([]);
  });
});
