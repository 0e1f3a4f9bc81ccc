import { setTimeout as delay } from 'node:timers/promises';
import { describe, it } from 'vitest';
import { eventually } from '../support/eventually.js';
import { aFleet, type Fleet, type Member } from '../support/fleet.js';
import { approve, start } from '../support/insisting.js';
import { cast } from '../support/story.js';
import { expectToldRight } from '../support/told.js';

const options = {
  cluster: { finalizeMs: Number.POSITIVE_INFINITY },
  config: { poll: { active: '300ms', idle: '600ms' } },
};
const ENDS_WITHIN_MS = 10_000;
/** The watch goes on within this time (ms), whoever was killed. */
const GOES_ON_WITHIN_MS = 15_000;

/** One node after the other is taken down and comes back upgraded; each step waits until the thread tells it. */
async function upgradeNodes(fleet: Fleet, after: () => Promise<unknown> = () => Promise.resolve()): Promise<void> {
  const { cluster, targetVersion } = fleet.cluster;
  for (const { name } of cluster.nodes()) {
    cluster.setNode(name, { state: 'OFFLINE' });
    await fleet.line(new RegExp(`^${name}: OFFLINE`), GOES_ON_WITHIN_MS);
    await after();
    cluster.setNode(name, { state: 'ACTIVE', version: targetVersion });
    await fleet.line(new RegExp(`^${name}: ACTIVE, now on`), GOES_ON_WITHIN_MS);
    await after();
  }
  await fleet.line(/^READY_TO_RUN_UPGRADE_TASKS:/, GOES_ON_WITHIN_MS);
}

const STATES = ['READY_TO_UPGRADE', 'MIXED', 'READY_TO_RUN_UPGRADE_TASKS', 'RUNNING_UPGRADE_TASKS', 'STABLE'];

async function finish(fleet: Fleet): Promise<void> {
  fleet.cluster.cluster.finishFinalization();
  await fleet.line(/Upgrade finished/, GOES_ON_WITHIN_MS);
}

/** People type a command again and again until `over` settles. @returns what Slack showed in place of an answer */
async function keepTyping(fleet: Fleet, over: Promise<unknown>): Promise<string[]> {
  const errors: string[] = [];
  let going = true;
  const ended = over.finally(() => {
    going = false;
  });
  while (going) {
    const typed = await fleet.slack.people.as(cast.bob).command('nodes confluence', { channel: cast.channel });
    if (typed.failed !== undefined) errors.push(typed.failed);
    else await eventually('an answer', () => typed.answers()[0]);
    await Promise.race([delay(400), ended]);
  }
  await ended;
  return errors;
}

/** Replaces a process by a new one; the old one ends by itself, soon, and with code 0. */
async function replace(fleet: Fleet, old: Member, order: 'new first' | 'old first'): Promise<number> {
  if (order === 'new first') await fleet.join(old.role);
  const begun = performance.now();
  const code = await fleet.end(old, 'SIGTERM');
  if (code !== 0) throw new Error(`a process ended with ${code}:\n${old.bot.output()}`);
  const ms = performance.now() - begun;
  if (order === 'old first') await fleet.join(old.role);
  return ms;
}

describe('a rolling restart of two web and three worker processes during an upgrade', () => {
  it.concurrent.for([
    ['socket', 'new first'],
    ['http', 'new first'],
    ['http', 'old first'],
  ] as const)('loses and doubles nothing: %s, %s', async ([mode, order], context) => {
    const { expect } = context;
    const fleet = await aFleet({ ...options, mode }, context);
    await start(fleet);
    const times: number[] = [];
    const restart = async (): Promise<void> => {
      for (const old of [...fleet.members]) times.push(await replace(fleet, old, order));
    };
    const errors = await keepTyping(fleet, Promise.all([upgradeNodes(fleet), restart()]));
    await approve(fleet);
    await finish(fleet);

    const [states] = await expectToldRight(fleet, expect);
    expect(states).toEqual(STATES);
    expect(fleet.posts()).toEqual(['start', 'approve']);
    expect(times).toHaveLength(5);
    expect(Math.max(...times)).toBeLessThan(ENDS_WITHIN_MS);
    expect(order === 'new first' ? errors : []).toEqual([]);
  });
});

/** Numbers from 0 to 1 that are the same for the same seed (https://en.wikipedia.org/wiki/Linear_congruential_generator). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

describe('kill -9 of one process after the other of two web and three workers', () => {
  it.concurrent.for([20_261_120])('for half a minute loses and doubles nothing: seed %i', async (seed, context) => {
    const { expect } = context;
    const random = seeded(seed);
    const fleet = await aFleet(options, context);
    await start(fleet);
    const until = performance.now() + 30_000;
    let kills = 0;
    const strike = async (): Promise<void> => {
      while (performance.now() < until) {
        const victim = fleet.members[Math.floor(random() * fleet.members.length)];
        if (victim === undefined) throw new Error('nobody is left');
        await fleet.end(victim, 'SIGKILL');
        kills += 1;
        await fleet.join(victim.role);
        await delay(random() * 2_500);
      }
    };
    // As long as the kills go on, the cluster does not stand still.
    const rest = () => delay(random() * 1_500);
    const upgrade = async (): Promise<void> => {
      await upgradeNodes(fleet, rest);
      await approve(fleet);
    };
    await Promise.all([strike(), upgrade()]);
    await finish(fleet);

    const [states] = await expectToldRight(fleet, expect);
    expect(states).toEqual(STATES);
    expect(fleet.posts()).toEqual(['start', 'approve']);
    expect(kills).toBeGreaterThan(5);
  });
});
