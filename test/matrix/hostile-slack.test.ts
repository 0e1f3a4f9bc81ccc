import fc from 'fast-check';
import { describe, type ExpectStatic, it } from 'vitest';
import type { Delivery } from '../../src/sandbox/slack/delivery.js';
import { openHome } from '../support/home.js';
import { type OddDelivery, oddDeliveries } from '../support/odd-payloads.js';
import { aStory, cast, type Story } from '../support/story.js';

const COUNT = 750;
const AT_ONCE = 25;

/** The same payloads in every run: a failure can be looked into. */
const payloads = (count: number): OddDelivery[] =>
  fc.sample(oddDeliveries({ id: cast.mallory }, cast.channel), { numRuns: count, seed: 20261120 });

/** Takes them to the bot, some at a time; what is not acknowledged counts as an answer too. */
async function deliverAll({ slack }: Story, odd: readonly OddDelivery[]): Promise<Delivery[]> {
  const came: Delivery[] = [];
  for (let at = 0; at < odd.length; at += AT_ONCE) {
    const sent = odd.slice(at, at + AT_ONCE).map(({ kind, payload }) => slack.deliver.send(kind, payload));
    came.push(...(await Promise.all(sent)));
  }
  return came;
}

describe('whatever Slack delivers', () => {
  it.concurrent('is answered with 200 or 4xx over HTTP, starts nothing, and the bot goes on', async (context) => {
    const { expect } = context;
    const story = await aStory({ mode: 'http', slack: { rateLimits: false } }, context);
    const odd = payloads(COUNT);
    const came = await deliverAll(story, odd);

    const statuses = came.map(({ status }) => status ?? 0);
    const bad = odd.filter((_one, index) => {
      const status = statuses[index] ?? 0;
      return status !== 200 && (status < 400 || status > 499);
    });
    expect(bad).toEqual([]);
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThan(200);
    await expectUnharmed(story, expect);
  });

  it.concurrent('starts nothing over sockets, which stay open, and the bot goes on', async (context) => {
    const { expect } = context;
    const story = await aStory({ slack: { rateLimits: false } }, context);
    const odd = payloads(COUNT).map(({ kind, payload }) => ({ type: kind, payload }));
    const envelopes = [...brokenEnvelopes, ...odd];
    for (let at = 0; at < envelopes.length; at += AT_ONCE) {
      for (const envelope of envelopes.slice(at, at + AT_ONCE)) story.slack.sendEnvelope(envelope);
      // Nobody waits for an odd envelope's acknowledgement: that of a command shows that the bot has come so far.
      await story.type(cast.carol, 'help');
    }
    expect(story.slack.openSockets()).toBe(2);
    await expectUnharmed(story, expect);
  });
});

/** Envelopes that are none. */
const brokenEnvelopes: readonly Record<string, unknown>[] = [
  {},
  { type: 'slash_commands' },
  { type: 'slash_commands', payload: null },
  { type: 'events_api', payload: { type: 'app_rate_limited', team_id: 'T1' } },
  { type: 'events_api', payload: [] },
  { type: 'interactive', payload: 'text' },
  { type: 7, payload: {} },
  { type: 'hello' },
  { type: '__proto__', payload: {} },
  { type: 'interactive', payload: { type: 'block_actions' }, envelope_id: null },
  { type: 'slash_commands', payload: { command: '/upgrade' }, retry_attempt: 'x' },
];

/** The process that was started still serves, and nothing has reached the channel or the cluster. */
async function expectUnharmed(story: Story, expect: ExpectStatic): Promise<void> {
  expect(await story.type(cast.bob, 'status confluence')).toContain('STABLE');
  await story.quiet();
  expect(story.roots()).toEqual([]);
  expect(story.lines()).toEqual([]);
  expect(story.posts()).toEqual([]);
  // The one who sent them may look; nobody was shown a form, and nobody else anything.
  const views = story.slack.views().map(({ user, view }) => [user, view.type]);
  expect(views).toEqual([[cast.mallory, 'home']]);
  expect(await openHome(story.slack, cast.bob)).toContain('You may ask for actions on it.');
  expect(story.bot.output()).not.toContain('the process cannot go on');
  await story.type(cast.alice, 'start confluence');
  await story.line(/^READY_TO_UPGRADE:/);
  expect(story.posts()).toEqual(['start']);
  expect(await story.bot.end('SIGTERM')).toBe(0);
}
