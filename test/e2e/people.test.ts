import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { RequestRecord } from '../../src/core/events.js';
import { recorder } from '../../src/service/record.js';
import { timelineWriter } from '../../src/store/timeline.js';
import { aSnapshot, minutes } from '../support/builders.js';
import { readyToFinalize, readyToUpgrade, rollNodes } from '../support/clusters.js';
import { eventually } from '../support/eventually.js';
import { anOpening, openStore } from '../support/store.js';
import { aStory, cast, type Story } from '../support/story.js';

/** Puts a request on record that was made ten minutes ago and stands for eight more. */
async function askedTenMinutesAgo({ configFile, env }: Story): Promise<void> {
  const { redis } = JSON.parse(readFileSync(configFile, 'utf8')) as { redis: { prefix: string } };
  const store = openStore({ url: env.REDIS_URL ?? '', prefix: redis.prefix });
  const clock = { now: () => Date.now() - minutes(10), wait: () => Promise.resolve() };
  const record = recorder({ writer: timelineWriter(store.redis, store.keys), jobs: store.wakeUps, clock });
  const seen = aSnapshot({ state: 'READY_TO_RUN_UPGRADE_TASKS', phase: 'finalizable', mode: true });
  const request: RequestRecord = {
    id: 'r-early',
    action: 'approve',
    by: cast.alice,
    seen,
    required: 1,
    expiresAt: Date.now() + minutes(8),
    drops: [],
    approvers: [cast.approvers],
    nobodyElse: false,
  };
  const happenings = [anOpening(), { type: 'asked' as const, request }];
  const recorded = await record({ target: 'confluence', view: undefined, happenings });
  store.close();
  if (!recorded.ok) throw new Error(recorded.why);
}

describe('an open request', () => {
  it('calls its approvers again at half time, once, even when no process ran then', async () => {
    const story = await aStory({ roles: [], before: readyToFinalize });
    await askedTenMinutesAgo(story);
    await Promise.all([story.startReady('web'), story.startReady('worker'), story.startReady('worker')]);

    const line = await story.line(/approve: still open/);
    await story.looks();
    await story.quiet();

    expect(line).toMatch(/@approvers: please decide; asked by @alice, it stands until/);
    expect(story.count(/still open/)).toBe(1);
    expect(story.buttons(await story.openRequest())).toHaveLength(2);
  });
});

describe('a past upgrade', () => {
  it('is told by its number: who did what, and how long states and nodes took', async () => {
    const story = await aStory({
      before: readyToUpgrade,
      cluster: { timings: { stopMs: 400, offlineMs: 600, startMs: 600 }, finalizeMs: 800 },
    });
    await story.line(/^READY_TO_UPGRADE:/);
    await rollNodes(story.cluster, (name) => story.line(new RegExp(`^${name}: ACTIVE`)));
    await story.line(/^READY_TO_RUN_UPGRADE_TASKS:/);
    await story.type(cast.alice, 'approve confluence all well');
    await story.press(cast.bob, await story.openRequest(), 'Approve');
    await story.line(/Upgrade finished/);

    const list = await story.type(cast.mallory, 'history confluence');
    const one = await story.type(cast.mallory, 'history confluence #1');
    const [card] = story.roots();
    const mention = await story.slack.people
      .as(cast.mallory)
      .mention('history 1', { channel: cast.channel, ...(card === undefined ? {} : { threadTs: card.ts }) });

    expect(list).toContain('/upgrade history confluence 1');
    expect(one).toContain('Result: Upgrade finished: all 3 nodes run 9.2.21');
    expect(one).toMatch(/@alice asked for approve \(Finalize the upgrade\): “all well”/);
    expect(one).toMatch(/@bob approved: Finalize the upgrade/);
    expect(one).toMatch(/Finalize the upgrade: done/);
    expect(one).toMatch(/MIXED \(.*\): \d+ s, from/);
    expect(one).toMatch(/confluence-1: \d+ s, down .*, back .*, 9\.2\.13 → 9\.2\.21/);
    await expect.poll(() => mention.answers().map((answer) => story.read(answer))).toEqual([one]);
    expect(await story.type(cast.mallory, 'history confluence 7')).toContain('has no upgrade #7; the newest is #1');
  });
});

describe('an upgraded node whose version cannot be reached node by node', () => {
  it('is warned of once, with what to do, when no version was named at the start', async () => {
    const story = await aStory({ before: readyToUpgrade });
    await story.line(/^READY_TO_UPGRADE:/);
    await story.cluster.cluster.upgradeNode('confluence-0', '9.4.0');
    const line = await story.line(/cannot reach node by node/);
    await story.looks();
    await story.quiet();

    expect(line).toMatch(
      /9\.4\.0 is more than one feature version after 9\.2\.13; instead: plan an upgrade with downtime/,
    );
    expect(line).toContain('Upgrade no further node');
    expect(story.count(/cannot reach node by node/)).toBe(1);
    await eventually('the warning on the card', () => story.card().includes('cannot reach node by node'));
  });
});
