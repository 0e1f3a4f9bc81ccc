import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../src/core/errors.js';
import { readings, withNode } from '../support/readings.js';
import { askFor, makeService, press, type Service, target } from '../support/service.js';
import { type SmallCluster, smallCluster } from '../support/small-cluster.js';

let cluster: SmallCluster;
let bot: Service;

beforeEach(() => {
  cluster = smallCluster(readings.finalizable());
  bot = makeService(cluster);
});

afterEach(() => {
  bot.store.close();
});

const show = (number: number) => bot.services.show({ kind: 'history', target, number }, 'U0ALICE');

/** An upgrade that was noticed late, in which one node went down, and that was finalized here. */
async function finishedUpgrade(): Promise<void> {
  await bot.look();
  const seen = readings.finalizable();
  cluster.become({ ...seen, nodes: withNode(seen, 'conf-2', { state: 'OFFLINE', condition: 'off' }) });
  await bot.look();
  cluster.become(seen);
  await bot.look();
  const request = await askFor(bot, 'approve', 'all well');
  await press(bot, request, 'U0BOB');
  await bot.act(1, request);
  cluster.become(readings.stable({ nodes: readings.finalizable().nodes }));
  await bot.look();
}

describe('one past upgrade', () => {
  it('is told from its timeline', async () => {
    await finishedUpgrade();
    const shown = await show(1);
    if (shown.kind !== 'past') throw new Error(`shown: ${JSON.stringify(shown)}`);
    expect(shown.view).toMatchObject({ number: 1, finishedHow: 'completed' });
    expect(shown.account.stays.map(({ state }) => state)).toEqual([
      'READY_TO_RUN_UPGRADE_TASKS',
      'RUNNING_UPGRADE_TASKS',
    ]);
    expect(shown.account.outages).toMatchObject([{ name: 'conf-2', until: expect.any(Number) }]);
    expect(shown.events.map(({ type }) => type)).toEqual(expect.arrayContaining(['asked', 'approved', 'outcome']));
  });

  it('is told while it still runs', async () => {
    await bot.look();
    expect(await show(1)).toMatchObject({ kind: 'past', view: { number: 1, phase: 'finalizable' } });
  });

  it('has only its line left when its timeline is no longer kept', async () => {
    await finishedUpgrade();
    await bot.store.redis.del(bot.store.keys.timeline(target, 1));
    expect(await show(1)).toMatchObject({ kind: 'past-line', entry: { number: 1, how: 'completed', by: 'U0ALICE' } });
  });

  it('that there never was is refused with the newest number', async () => {
    await finishedUpgrade();
    expect(await show(2)).toEqual({
      kind: 'refused',
      refusal: { why: 'no-such-upgrade', target, number: 2, last: 1 },
    });
    expect(await show(0)).toMatchObject({ kind: 'refused', refusal: { why: 'no-such-upgrade' } });
  });
});

describe('what may be asked for', () => {
  const offers = (by: string, ts = '1.0') => bot.services.offers({ channel: 'C0OPS', ts }, by);

  beforeEach(async () => {
    await bot.look();
    await bot.store.book.indexThread('C0OPS', '1.0', target, 60_000);
  });

  it('is what the state allows, with what it does, for an operator', async () => {
    expect(await offers('U0ALICE')).toMatchObject({
      kind: 'offers',
      operator: true,
      actions: [{ action: 'approve', required: 1, wayBack: expect.stringContaining('none') }],
    });
  });

  it('is nothing for somebody else, who is told the state', async () => {
    expect(await offers('U0DORA')).toMatchObject({
      kind: 'offers',
      operator: false,
      actions: [],
      target: { observation: { state: 'READY_TO_RUN_UPGRADE_TASKS' } },
    });
    expect(await offers('U0GUEST')).toMatchObject({ kind: 'refused', refusal: { why: 'not-member' } });
  });

  it('is not what was asked for already, neither here nor in the status', async () => {
    await askFor(bot, 'approve');
    expect(await offers('U0ALICE')).toMatchObject({ actions: [] });
    expect(await bot.services.show({ kind: 'status', target }, 'U0ALICE')).toMatchObject({ target: { allowed: [] } });
  });

  it('is told of running upgrades where the message belongs to none', async () => {
    expect(await offers('U0ALICE', '2.0')).toMatchObject({
      kind: 'elsewhere',
      running: [{ target, upgrade: { number: 1 } }],
    });
  });

  it('is nothing while the target cannot be read', async () => {
    cluster.become(new AppError('unreachable', 'timed out'));
    expect(await offers('U0ALICE')).toMatchObject({ kind: 'offers', actions: [], target: { problem: 'timed out' } });
  });
});
