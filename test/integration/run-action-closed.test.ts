import { afterEach, beforeEach, expect, it } from 'vitest';
import { manualClock } from '../support/manual-clock.js';
import { readings } from '../support/readings.js';
import { askFor, makeService, press, type Service } from '../support/service.js';
import { type SmallCluster, smallCluster } from '../support/small-cluster.js';

let cluster: SmallCluster;
let bot: Service;
const clock = manualClock();

beforeEach(async () => {
  cluster = smallCluster();
  bot = makeService(cluster, { clock });
  await bot.look();
});

afterEach(() => bot.store.close());

it('a call under way when another run is found leaves its upgrade closed, and nobody goes on working at it', async () => {
  const request = await askFor(bot, 'approve');
  await press(bot, request, 'U0BOB');
  cluster.beforeCall = async () => {
    cluster.become(readings.ready({ originalVersion: '10.0.0' }));
    await bot.look();
  };
  cluster.fate = 'request lost';

  for (let later = await bot.act(1, request); later !== undefined; later = await bot.act(1, request)) {
    clock.advanceTo(later.at + 1);
  }

  expect((await bot.events()).at(-1)).toMatchObject({ type: 'finished', how: 'unseen' });
  expect(cluster.sent).toEqual(['approve']);
});
