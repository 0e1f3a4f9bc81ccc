import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { minutes } from '../support/builders.js';
import { readyToFinalize } from '../support/clusters.js';
import { eventually } from '../support/eventually.js';
import { homeView, openHome, readHome } from '../support/home.js';
import { openStore } from '../support/store.js';
import { aStory, cast, openStory, type Story } from '../support/story.js';

/** Addresses that a person's Home tab links to. */
const linksOf = ({ slack }: Story, user: string): string[] =>
  [...JSON.stringify(homeView(slack, user)?.view.blocks ?? []).matchAll(/"url":"([^"]+)"/g)].map(
    ([, url]) => url ?? '',
  );

/** Puts the latest look at the cluster at another time (epoch ms). */
async function pretendLookedAt({ configFile, env }: Story, at: number): Promise<void> {
  const { redis } = JSON.parse(readFileSync(configFile, 'utf8')) as { redis: { prefix: string } };
  const store = openStore({ url: env.REDIS_URL ?? '', prefix: redis.prefix });
  await store.redis.hset(store.keys.head('confluence'), 'lookedAt', at);
  store.close();
}

describe.each(['socket', 'http'] as const)('the Home tab in %s mode', (mode) => {
  let story: Story;
  beforeAll(async () => {
    story = await openStory({ mode, before: readyToFinalize });
    await story.line(/^READY_TO_RUN_UPGRADE_TASKS:/);
  });
  afterAll(() => story?.stop());

  it('tells each person what they may do', async () => {
    const told = async (who: string) =>
      (await openHome(story.slack, who)).split('\n').filter((line) => line.startsWith('You may'));
    const asks = 'You may ask for actions on it.';
    const approves = 'You may approve what somebody else asks for on it.';
    expect(await told(cast.alice)).toEqual([asks, approves]);
    expect(await told(cast.carol)).toEqual([
      'You may not ask for actions: you are not among the operators of any target.',
      approves,
    ]);
    expect(await told(cast.mallory)).toEqual([
      'You may only look: you are not among the operators or approvers of any target.',
    ]);
  });

  it('shows a guest no state, only why', async () => {
    const home = await openHome(story.slack, cast.guest);
    expect(home).toContain('Only full members of this workspace may use this bot, and you are a guest.');
    expect(home).not.toMatch(/confluence|READY|upgrade #/);
    expect(linksOf(story, cast.guest)).toEqual([]);
  });

  it('shows the upgrade in the words of status, with links to its thread and to the request that waits', async () => {
    const before = await openHome(story.slack, cast.mallory);
    expect(before).toContain('1 target: 1 being upgraded.');
    expect(before).toContain('Waiting for: somebody who asks to finalize: /upgrade approve confluence');
    await story.type(cast.alice, 'approve confluence all well');
    const request = await story.openRequest();

    const home = await openHome(story.slack, cast.mallory);
    expect(home).toContain('1 target: 1 waiting for approval.');
    expect(home).toContain('State: READY_TO_RUN_UPGRADE_TASKS (all running nodes are upgraded; the upgrade can be');
    expect(home).toContain('Upgrade: upgrade #1; nodes upgraded: 3 of 3');
    expect(home).toContain('Started: outside this bot, which follows it since');
    expect(home).toMatch(
      /Waiting for: a second person's Approve .* asked by @alice\); it stands until .*Open the request/,
    );
    const [card] = story.roots();
    const marks = [card?.ts, request.ts].map((ts) => `p${ts?.replace('.', '')}`);
    const links = linksOf(story, cast.mallory);
    expect(links).toHaveLength(2);
    for (const [index, mark] of marks.entries()) expect(links[index]).toContain(mark);
    expect(JSON.stringify(homeView(story.slack, cast.alice)?.view.blocks)).not.toContain('"button"');
    expect(story.posts()).toEqual([]);
  });

  it('shows what has become of it when it is opened again', async () => {
    await story.press(cast.bob, await story.openRequest(), 'Approve');
    await story.line(/Upgrade finished/);
    await eventually('an idle target', async () =>
      (await openHome(story.slack, cast.bob)).includes('no upgrade is running; the last, #1: finished, '),
    );
    expect(readHome(story.slack, cast.bob)).toContain('1 target: 1 idle.');
  });
});

describe('the Home tab', () => {
  it.concurrent('does not ask the targets, and says which one cannot be reached', async (context) => {
    const { expect } = context;
    const story = await aStory({ before: readyToFinalize }, context);
    await story.line(/^READY_TO_RUN_UPGRADE_TASKS:/);
    const held = story.cluster.faults.hold();
    context.onTestFinished(() => held.release());
    await held.reached;
    const begun = performance.now();
    expect(await openHome(story.slack, cast.alice)).toContain('State: READY_TO_RUN_UPGRADE_TASKS');
    expect(performance.now() - begun).toBeLessThan(3_000);
    held.release();
    story.cluster.faults.dropRequest();
    await story.line(/not reachable/, 30_000);
    const home = await openHome(story.slack, cast.alice);
    expect(home).toContain('1 target: 1 not reachable.');
    expect(home).toContain('Last known state: READY_TO_RUN_UPGRADE_TASKS');
    expect(home).toContain('Waiting for: the target, which does not answer');
  });

  it.concurrent('says since when nobody has looked at a target, when no worker runs', async (context) => {
    const { expect } = context;
    const story = await aStory({ roles: ['web', 'worker'], before: readyToFinalize }, context);
    await story.line(/^READY_TO_RUN_UPGRADE_TASKS:/);
    expect(await openHome(story.slack, cast.alice)).not.toContain('not looked at it');
    await story.bots[1]?.end('SIGKILL');
    await pretendLookedAt(story, Date.now() - minutes(10));
    const home = await openHome(story.slack, cast.alice);
    expect(home).toContain('1 target: 1 not watched.');
    expect(home).toMatch(/The bot has not looked at it since .*: what stands here may be out of date/);
  });

  it.concurrent('says so when Redis is down, shows no state, and shows it again when Redis is back', async (context) => {
    const { expect } = context;
    const story = await aStory({ redis: { url: null, appendOnly: true }, before: readyToFinalize }, context);
    await story.line(/^READY_TO_RUN_UPGRADE_TASKS:/);
    expect(await openHome(story.slack, cast.alice)).toContain('READY_TO_RUN_UPGRADE_TASKS');
    await story.redis.kill('SIGKILL');
    const down = await openHome(story.slack, cast.alice);
    expect(down).toContain('The bot cannot reach its store at the moment, so it cannot say how things stand.');
    expect(down).not.toMatch(/confluence|READY/);
    await story.redis.restart();
    await eventually(
      'the state',
      async () => (await openHome(story.slack, cast.alice)).includes('READY_TO_RUN_UPGRADE_TASKS'),
      20_000,
    );
  });
});
