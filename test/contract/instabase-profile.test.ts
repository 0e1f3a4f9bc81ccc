import { describe, expect, it } from 'vitest';
import { instabase } from '../../src/adapters/instabase/profile.js';
import type { ActionName } from '../../src/core/products.js';
import { snapshotOf } from '../../src/core/snapshot.js';
import type { StageName } from '../../src/sandbox/instabase/stages.js';
import { closeAfterEach, openUnderTest } from './instabase-harness.js';

closeAfterEach();

describe('the profile of Instabase', () => {
  it('describes no state by the name of another', () => {
    const { states, stageStatuses, phases } = instabase;
    const words = [...Object.values(states), ...Object.values(stageStatuses ?? {})].map((one) => one.words);

    for (const name of Object.keys(states)) {
      for (const text of [...words, ...Object.values(phases)]) expect(text).not.toMatch(new RegExp(`\\b${name}\\b`));
    }
  });

  it('always asks a second person to complete and to abandon', () => {
    const always = Object.entries(instabase.actions).filter(([, action]) => action.alwaysApproved);

    expect(always.map(([name]) => name)).toEqual(['complete', 'abandon']);
  });

  it('allows no action in a state that it does not know', () => {
    expect(Object.values(instabase.actions).some(({ from }) => from.includes('unknown'))).toBe(false);
  });

  const created = async (stage?: Exclude<StageName, 'COMPLETED' | 'ROLLEDBACK' | 'ABANDONED'>) => {
    const under = await openUnderTest();
    under.server.run.create();
    if (stage !== undefined) under.server.run.enterStage(stage);
    return under;
  };
  const obstacle = (action: ActionName) => instabase.actions[action]?.obstacle;

  it('refuses to abandon a started run unless that is meant, and wants a reason then', async () => {
    const { observe } = await created('MIGRATE_DB');
    const seen = await observe();

    expect(obstacle('abandon')?.({}, seen)).toContain('--started');
    expect(obstacle('abandon')?.({ started: true }, seen)).toBeUndefined();
    expect(instabase.actions.abandon?.needsReason?.({ started: true })).toBe(true);
    expect(instabase.actions.abandon?.needsReason?.({})).toBe(false);
    expect(instabase.actions.abandon?.evidence?.({ started: true }, seen).join(' ')).toContain('Instabase Support');
    expect(instabase.actions.abandon?.afterwards?.({ started: true })).toContain('rollout restart');
  });

  it('refuses to create a release that is not higher than the one installed', async () => {
    const { server, observe } = await created('CONFIRM_COMPLETION');
    server.run.act('complete');
    const seen = await observe();

    expect(obstacle('create')?.({ release: '23.04.3' }, seen)).toContain('not higher');
    expect(obstacle('create')?.({ release: seen.run?.release ?? '' }, seen)).toContain('not higher');
    expect(obstacle('create')?.({ release: '24.01.0' }, seen)).toBeUndefined();
  });

  it('starts no other release than the one that is named, where one is', async () => {
    const { server, observe } = await openUnderTest();
    server.run.create({ releaseVersion: '23.10.1' });
    const seen = await observe();

    expect(obstacle('start')?.({}, seen)).toBeUndefined();
    expect(obstacle('start')?.({ to: '23.10.1' }, seen)).toBeUndefined();
    expect(obstacle('start')?.({ to: '23.10.0' }, seen)).toBe(
      'the upgrade that was created goes to 23.10.1, not to 23.10.0',
    );
    const { release: _unreadable, ...run } = seen.run ?? {};
    expect(obstacle('start')?.({ to: '23.10.0' }, { ...seen, run } as typeof seen)).toContain('could not be read');
  });

  it('lets nothing be retried that is neither paused nor failed', async () => {
    const { server, observe } = await created('MIGRATE_DB');
    expect(obstacle('retry')?.({}, await observe())).toContain('neither');

    server.run.failStage('no');

    expect(obstacle('retry')?.({}, await observe())).toBeUndefined();
  });

  it('lists every WARNING and ERROR of the last stages for the one who agrees, errors first, and counts what is left', async () => {
    const { server, observe } = await created('RUN_ACTIONS');
    server.run.logMany(30, 'WARNING', 'RUN_ACTIONS');
    server.run.log('ERROR', `pod is gone ${'x'.repeat(20_000)}`, { stage: 'CHECK_HEALTH' });
    server.run.log('WARNING', 'earlier', { stage: 'MIGRATE_DB' });

    const evidence = instabase.actions.complete?.evidence?.({}, await observe()) ?? [];

    expect(evidence[1]).toBe('RUN_ACTIONS and CHECK_HEALTH logged 1 ERROR line and 30 WARNING lines:');
    expect(evidence[2]).toMatch(/^CHECK_HEALTH logged ERROR: pod is gone/);
    expect(evidence.some((line) => line.startsWith('11 more'))).toBe(true);
    expect(evidence.join('').length).toBeLessThan(8000);
    expect(instabase.actions.complete?.wayBack).toContain('no way back');
  });

  it.each([
    ['retry', 'MIGRATE_DB', 'not-done'],
    ['continue', 'MIGRATE_DB', 'not-done'],
  ] as const)('judges a lost %s by the failure that was seen before', async (action, stage, same) => {
    const { server, observe } = await created(stage);
    server.run.failStage('no');
    const before = snapshotOf(await observe());
    const judge = instabase.actions[action]?.judge;
    expect(judge?.({}, await observe(), before)).toBe(same);

    server.run.act(action);

    expect(judge?.({}, await observe(), before)).toBe('done');
  });
});
