import { setTimeout as delay } from 'node:timers/promises';
import { describe, it } from 'vitest';
import { readyToFinalize, readyToUpgrade } from '../support/clusters.js';
import { eventually } from '../support/eventually.js';
import { doubledLines } from '../support/once.js';
import { aStory, cast, type Story } from '../support/story.js';

/** How long nothing of Slack answers (ms); `OUTAGE_MS=600000` plays ten minutes. */
const OUTAGE_MS = Number(process.env.OUTAGE_MS ?? 20_000);
/** The bot comes back within a few seconds, however long it was. */
const CATCH_UP_MS = 25_000;
const TEST_MS = OUTAGE_MS + 100_000;

const posts = ({ slack }: Story) =>
  slack.calls.filter(({ method, accepted }) => method === 'chat.postMessage' && accepted);

/** One state of the first node after the other, each seen by the bot; what the thread should say of them. */
async function restartFor(story: Story, ms: number): Promise<string[]> {
  const states = ['DRAINING', 'TERMINATING', 'OFFLINE', 'STARTING', 'ACTIVE'];
  const lines: string[] = [];
  const everyMs = Math.max(800, ms / 60);
  for (let passed = 0; passed < ms; passed += everyMs) {
    const state = states[lines.length % states.length] ?? 'ACTIVE';
    story.cluster.cluster.setNode('confluence-0', { state });
    lines.push(`confluence-0: ${state}`);
    await Promise.all([delay(everyMs), story.looks()]);
  }
  return lines;
}

describe.concurrent(`an outage of Slack of ${OUTAGE_MS / 1_000} s`, () => {
  it.concurrent.for([
    ['in socket mode', 'socket'],
    ['in HTTP mode', 'http'],
  ] as const)(
    'delays what happens and loses, doubles and reorders nothing: %s',
    { timeout: TEST_MS },
    async ([, mode], context) => {
      const { expect } = context;
      const story = await aStory({ mode, before: readyToUpgrade, roles: ['web', 'worker', 'worker'] }, context);
      await story.line(/^READY_TO_UPGRADE:/);
      await story.quiet();
      const before = posts(story).length;
      const outage = story.slack.faults.outage();
      const expected = await restartFor(story, OUTAGE_MS);
      outage.clear();
      const back = performance.now();
      const nodeLines = () => story.lines().filter((line) => line.startsWith('confluence-0:'));
      await eventually('every line', () => nodeLines().length >= expected.length, CATCH_UP_MS + 10_000);
      const took = performance.now() - back;
      const last = expected.at(-1) ?? '';
      await eventually('the card', () => story.card().includes(last), CATCH_UP_MS);
      await story.quiet();

      expect(nodeLines()).toEqual(expected);
      expect(story.roots()).toHaveLength(1);
      expect(took).toBeLessThan(CATCH_UP_MS);
      expect(posts(story).length - before).toBeLessThanOrEqual(expected.length);
      expect(story.slack.calls.filter(({ status }) => status === 429)).toEqual([]);
      const answer = await eventually('a command that is served', () => story.type(cast.alice, 'status confluence'));
      expect(answer).toContain('confluence-0');
      const figures = { mode, outageMs: OUTAGE_MS, events: expected.length, posts: posts(story).length - before };
      process.stdout.write(
        `${JSON.stringify({ ...figures, attempts: outage.hits(), caughtUpMs: Math.round(took) })}\n`,
      );
    },
  );

  it.concurrent('changes no decision: what was approved before it is carried out, and told after it', {
    timeout: TEST_MS,
  }, async (context) => {
    const { expect } = context;
    const story = await aStory({ before: readyToFinalize, cluster: { finalizeMs: 2_000 } }, context);
    await story.type(cast.alice, 'approve confluence');
    const request = await story.openRequest();
    await story.slack.people.as(cast.bob).click(request, { buttonText: 'Approve' });
    await eventually('the decision', () => story.posts().length > 0);
    const outage = story.slack.faults.outage();
    await delay(OUTAGE_MS);
    outage.clear();
    await story.line(/Upgrade finished/, CATCH_UP_MS);
    await eventually('the finished card', () => /Upgrade finished/.test(story.card()), CATCH_UP_MS);
    await story.quiet();

    expect(story.posts()).toEqual(['approve']);
    expect(story.buttons(request)).toEqual([]);
    expect(doubledLines(story.lines())).toEqual([]);
    expect(story.count(/approved by @bob/)).toBe(1);
  });
});
