import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AskAnswer } from '../../src/core/answers.js';
import { AppError } from '../../src/core/errors.js';
import type { ActionName } from '../../src/core/products.js';
import { readings } from '../support/readings.js';
import { makeService, press, type Service, target, workspace } from '../support/service.js';
import { type SmallCluster, smallCluster } from '../support/small-cluster.js';
import { peopleOf } from '../support/small-workspace.js';

let cluster: SmallCluster;
let bot: Service;
const services: Service[] = [];

beforeEach(() => {
  cluster = smallCluster(readings.stable());
  bot = start();
});

afterEach(() => {
  for (const service of services.splice(0)) service.store.close();
});

function start(options: NonNullable<Parameters<typeof makeService>[1]> = {}): Service {
  const [first] = services;
  const service = makeService(cluster, { ...(first === undefined ? {} : { prefix: first.store.prefix }), ...options });
  services.push(service);
  return service;
}

const ask = (action: ActionName, service = bot, by = 'U0ALICE') => service.services.ask({ target, action, by });
const whyOf = (answer: AskAnswer): string => (answer.kind === 'refused' ? answer.refusal.why : answer.kind);
const types = async () => (await bot.events()).map(({ type }) => type);

describe('asking for an action', () => {
  it('opens an upgrade, and what needs no second person goes ahead at once', async () => {
    const answer = await bot.services.ask({ target, action: 'start', by: 'U0ALICE', reason: 'a fix', to: '9.2.21' });
    expect(answer).toMatchObject({
      kind: 'accepted',
      upgrade: 1,
      request: { status: 'granted', required: 0, reason: 'a fix', to: '9.2.21', by: 'U0ALICE' },
    });
    expect(await types()).toEqual(['opened', 'asked']);
    expect(bot.store.wakeUps.calls).toContainEqual(expect.stringMatching(/^act confluence 1 /));
  });

  it('rests on a reading made then, not on the last look', async () => {
    await bot.look();
    cluster.become(readings.finalizable());
    expect(await ask('approve')).toMatchObject({
      kind: 'accepted',
      request: { status: 'open', seen: { state: 'READY_TO_RUN_UPGRADE_TASKS' } },
    });
    expect(await types()).toEqual(['opened', 'state', 'asked']);
  });

  it('twenty times at once in three processes leads to one upgrade and one request', async () => {
    const processes = [bot, start(), start()];
    const answers = await Promise.all(Array.from({ length: 21 }, (_, index) => ask('start', processes[index % 3])));
    expect(answers.map(whyOf).filter((why) => why === 'accepted')).toHaveLength(1);
    expect(new Set(answers.map(whyOf))).toEqual(new Set(['accepted', 'in-flight']));
    expect(await types()).toEqual(['opened', 'asked']);
  });

  it('joins the run that was noticed before', async () => {
    cluster.become(readings.ready());
    await bot.look();
    expect(await ask('cancel')).toMatchObject({ kind: 'accepted', upgrade: 1 });
    expect(await types()).toEqual(['opened', 'state', 'asked']);
  });

  it('for the same again is refused while it waits for approval', async () => {
    cluster.become(readings.finalizable());
    await ask('approve');
    expect(whyOf(await ask('approve'))).toBe('already-asked');
  });

  it.each([
    ['somebody who is no operator', 'U0BOB', 'not-operator'],
    ['a guest', 'U0GUS', 'not-member'],
  ])('by %s is refused and leaves nothing behind', async (_who, by, why) => {
    const open = start({ settings: { operators: ['U0ALICE', 'U0GUS'] } });
    expect(whyOf(await ask('start', open, by))).toBe(why);
    expect(await types()).toEqual([]);
    expect(cluster.reads()).toBe(0);
  });

  it('that the state does not allow leaves nothing behind', async () => {
    expect(whyOf(await ask('approve'))).toBe('not-now');
    expect(await types()).toEqual([]);
  });

  it('of a target that cannot be read is refused with the reason', async () => {
    cluster.become(new AppError('unauthorized', 'the token was refused'));
    expect(await ask('start')).toMatchObject({
      refusal: { why: 'target-unreachable', detail: 'the token was refused' },
    });
    expect(await types()).toEqual([]);
  });

  it('says when nobody but the asker could approve', async () => {
    cluster.become(readings.finalizable());
    const alone = { members: workspace.members, groups: { S0APPROVERS: ['U0ALICE', 'U0GUS'] } };
    expect(await ask('approve', start({ people: peopleOf(alone) }))).toMatchObject({ request: { nobodyElse: true } });
  });

  it('names the nodes that finalizing will drop', async () => {
    const seen = readings.finalizable();
    const nodes = seen.nodes.map((node, index) =>
      index === 2 ? { ...node, state: 'OFFLINE', condition: 'off' as const } : node,
    );
    cluster.become({ ...seen, nodes });
    expect(await ask('approve')).toMatchObject({ request: { drops: ['conf-3'] } });
  });

  it('asks another person too where the configuration says so', async () => {
    const careful = start({ settings: { approval: { actions: ['start'], required: 1, expiresMs: 60_000 } } });
    const answer = await ask('start', careful);
    expect(answer).toMatchObject({ request: { status: 'open', required: 1 } });
    const id = answer.kind === 'accepted' ? answer.request.id : '';
    expect(await press(careful, id, 'U0BOB')).toMatchObject({ kind: 'approved', granted: true });
  });

  it('while the store is away is answered honestly within 3 s, and nothing is done', async () => {
    const away = makeService(cluster, { redis: { url: 'redis://127.0.0.1:1', patience: 'fast' } });
    services.push(away);
    const asked = Date.now();
    expect(whyOf(await ask('start', away))).toBe('store-down');
    expect(await away.services.show({ kind: 'status', target }, 'U0ALICE')).toMatchObject({
      kind: 'refused',
      refusal: { why: 'store-down' },
    });
    expect(Date.now() - asked).toBeLessThan(3_000);
    expect(cluster.sent).toEqual([]);
  });
});
