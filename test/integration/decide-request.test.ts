import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { People } from '../../src/core/access.js';
import type { DecisionAnswer } from '../../src/core/answers.js';
import { AppError } from '../../src/core/errors.js';
import { readings, withNode } from '../support/readings.js';
import { askFor, makeService, press, type Service, workspace } from '../support/service.js';
import { type SmallCluster, smallCluster } from '../support/small-cluster.js';
import { peopleOf } from '../support/small-workspace.js';

let cluster: SmallCluster;
let bot: Service;
const services: Service[] = [];

beforeEach(async () => {
  cluster = smallCluster();
  bot = start();
  await bot.look();
});

afterEach(() => {
  for (const service of services.splice(0)) service.store.close();
});

type Options = NonNullable<Parameters<typeof makeService>[1]>;

/** Another process of the bot, the first one when there is none. */
function start(options: Options = {}): Service {
  const [first] = services;
  const service = makeService(cluster, { ...(first === undefined ? {} : { prefix: first.store.prefix }), ...options });
  services.push(service);
  return service;
}

const twoNeeded = { settings: { approval: { actions: [], required: 2, expiresMs: 60_000 } } };
const soonOver = { settings: { approval: { actions: [], required: 1, expiresMs: 150 } } };
const events = async (type: string) => (await bot.events()).filter((event) => event.type === type);
const whyOf = (answer: DecisionAnswer): string => (answer.kind === 'refused' ? answer.refusal.why : answer.kind);

describe('presses of Approve', () => {
  it('sixty at the same time in three processes lead to one decision and one job', async () => {
    const request = await askFor(bot, 'approve');
    const processes = [bot, start(), start()];
    const presses = Array.from({ length: 60 }, async (_, index) => {
      return await press(processes[index % 3] ?? bot, request, index % 2 === 0 ? 'U0BOB' : 'U0CAROL');
    });

    const answers = (await Promise.all(presses)).map(whyOf);

    expect(answers.filter((answer) => answer === 'approved')).toHaveLength(1);
    expect(answers.filter((answer) => answer === 'decided')).toHaveLength(59);
    expect(await events('approved')).toHaveLength(1);
    const acts = processes.flatMap(({ store }) => store.wakeUps.calls.filter((call) => call.startsWith('act')));
    expect(acts).toEqual([`act confluence 1 ${request}`]);
  });

  it('sixty at the same time cost a few readings of the target', async () => {
    const request = await askFor(bot, 'approve');
    const before = cluster.reads();
    await Promise.all(Array.from({ length: 60 }, () => press(bot, request, 'U0BOB')));
    expect(cluster.reads() - before).toBeLessThanOrEqual(3);
  });

  it('by those who have no right cost no reading of the target', async () => {
    const request = await askFor(bot, 'approve');
    const before = cluster.reads();
    const answers = [await press(bot, request, 'U0ALICE'), await press(bot, request, 'U0DORA')];
    answers.push(await press(bot, request, 'U0GUS'));
    expect(answers.map(whyOf)).toEqual(['own-request', 'not-approver', 'not-member']);
    expect(cluster.reads()).toBe(before);
    expect(await events('approved')).toEqual([]);
    expect(bot.log.lines.filter(({ text }) => text.includes('want of rights'))).toHaveLength(2);
  });

  it('by two people are both needed where two are, and one person counts once', async () => {
    const careful = start(twoNeeded);
    const request = await askFor(careful, 'approve');
    expect(await press(careful, request, 'U0BOB')).toEqual({
      kind: 'approved',
      granted: false,
      approvals: 1,
      required: 2,
    });
    expect(whyOf(await press(careful, request, 'U0BOB'))).toBe('approved-before');
    expect(await press(careful, request, 'U0CAROL')).toMatchObject({ granted: true, approvals: 2 });
    expect((await events('approved')).map((event) => ('granted' in event ? event.granted : null))).toEqual([
      false,
      true,
    ]);
  });

  it('by two people at the same moment are both counted', async () => {
    const careful = start(twoNeeded);
    const request = await askFor(careful, 'approve');
    const answers = await Promise.all([press(careful, request, 'U0BOB'), press(start(twoNeeded), request, 'U0CAROL')]);
    expect(answers.map(whyOf)).toEqual(['approved', 'approved']);
    expect(await events('approved')).toHaveLength(2);
  });

  it('and of Reject at the same time lead to one decision', async () => {
    const request = await askFor(bot, 'approve');
    const presses = Array.from({ length: 20 }, async (_, index) => {
      return await press(bot, request, 'U0BOB', index % 2 === 0 ? 'approve' : 'reject');
    });
    await Promise.all(presses);
    expect([...(await events('approved')), ...(await events('rejected'))]).toHaveLength(1);
  });
});

describe('rights', () => {
  it('are read at the press, not remembered from the request', async () => {
    const request = await askFor(bot, 'approve');
    const groups = { S0APPROVERS: ['U0CAROL'] };
    const later = start({ people: peopleOf({ members: workspace.members, groups }) });
    expect(whyOf(await press(later, request, 'U0BOB'))).toBe('not-approver');
  });

  it('that cannot be read allow nobody', async () => {
    const request = await askFor(bot, 'approve');
    const silent: People = {
      person: () => Promise.reject(new AppError('slack-busy', 'Slack did not answer')),
      groupMembers: () => Promise.reject(new AppError('slack-busy', 'Slack did not answer')),
    };
    expect(whyOf(await press(start({ people: silent }), request, 'U0BOB'))).toBe('rights-unreadable');
    expect(await events('approved')).toEqual([]);
  });
});

describe('a rejection', () => {
  it('by an approver decides, and by the asker withdraws', async () => {
    const first = await askFor(bot, 'approve');
    expect(await press(bot, first, 'U0BOB', 'reject')).toEqual({ kind: 'rejected' });
    const second = await askFor(bot, 'approve');
    expect(await press(bot, second, 'U0ALICE', 'reject')).toEqual({ kind: 'withdrawn' });
    expect(whyOf(await press(bot, second, 'U0BOB'))).toBe('decided');
  });

  it('by a stranger does nothing', async () => {
    const request = await askFor(bot, 'approve');
    expect(whyOf(await press(bot, request, 'U0DORA', 'reject'))).toBe('not-approver');
    expect(await events('rejected')).toEqual([]);
  });
});

describe('a target that changed since it was asked', () => {
  it('makes the request void, once, and says what changed', async () => {
    const request = await askFor(bot, 'approve');
    const seen = readings.finalizable();
    cluster.become({ ...seen, nodes: withNode(seen, 'conf-2', { state: 'ERROR', condition: 'error' }) });

    const answers = await Promise.all([press(bot, request, 'U0BOB'), press(start(), request, 'U0CAROL')]);

    expect(answers.map(whyOf).sort()).toEqual(['decided', 'voided']);
    expect(await events('voided')).toMatchObject([{ changes: ['node conf-2 was ACTIVE and is now ERROR'] }]);
    expect(await events('approved')).toEqual([]);
  });

  it('and cannot be read leaves the request open', async () => {
    const request = await askFor(bot, 'approve');
    cluster.become(new AppError('unreachable', 'timed out'));
    expect(whyOf(await press(bot, request, 'U0BOB'))).toBe('target-unreachable');
    cluster.become(readings.finalizable());
    expect(await press(bot, request, 'U0BOB')).toMatchObject({ kind: 'approved', granted: true });
  });
});

describe('a request whose time is over', () => {
  it('cannot be approved, and expires once however many processes end it', async () => {
    const short = start(soonOver);
    const request = await askFor(short, 'approve');
    await expect.poll(async () => whyOf(await press(short, request, 'U0ALICE', 'approve'))).toBe('decided');

    expect(whyOf(await press(short, request, 'U0BOB'))).toBe('decided');
    await Promise.all([bot, short, start()].map((service) => service.expire()));

    expect(await events('expired')).toHaveLength(1);
    expect(await events('approved')).toEqual([]);
  });

  it.each(['approve', 'reject'] as const)(
    'cannot be decided by a press that took too long on its way: %s',
    async (decision) => {
      const short = start(soonOver);
      const request = await askFor(short, 'approve');
      const people = peopleOf(workspace);
      const slow = start({
        people: {
          ...people,
          person: (id) => new Promise((resolve) => setTimeout(() => resolve(people.person(id)), 200)),
        },
      });
      expect(whyOf(await press(slow, request, 'U0BOB', decision))).toBe('decided');
      expect([...(await events('approved')), ...(await events('rejected'))]).toEqual([]);
    },
  );

  it('is not ended before its time, and its time is named', async () => {
    const request = await askFor(bot, 'approve');
    const due = await bot.expire();
    expect(await events('expired')).toEqual([]);
    expect(due).toBeGreaterThan(Date.now() + 14 * 60_000);
    expect(await press(bot, request, 'U0BOB')).toMatchObject({ kind: 'approved' });
    expect(await bot.expire()).toBeUndefined();
  });

  it('makes room for the next', async () => {
    const short = start(soonOver);
    const first = await askFor(short, 'approve');
    await expect.poll(() => short.expire()).toBeUndefined();
    expect(await askFor(short, 'approve')).not.toBe(first);
  });
});

describe('a press on a request that is not there', () => {
  it('is told so', async () => {
    expect(whyOf(await press(bot, 'made-up', 'U0BOB'))).toBe('no-such-request');
    const elsewhere = { decision: 'approve', target: 'elsewhere', upgrade: 1, request: 'x', by: 'U0BOB' } as const;
    expect(whyOf(await bot.services.decide(elsewhere))).toBe('no-such-request');
  });
});
