import { afterEach, describe, expect, it } from 'vitest';
import { AppError } from '../../src/core/errors.js';
import { atHome } from '../support/builders.js';
import { claimHome, homeView, openHome, readHome } from '../support/home.js';
import { type Edge, startEdge } from '../support/slack-edge.js';

const running: Edge[] = [];

async function edgeOf(kind: 'socket' | 'http'): Promise<Edge> {
  const edge = await startEdge(kind);
  running.push(edge);
  edge.services.answers.home = { kind: 'home', readAt: Date.now(), targets: [atHome({ asks: true })] };
  return edge;
}

afterEach(async () => {
  for (const edge of running.splice(0)) await edge.stop();
});

/** How often the bot has called Slack to publish a Home tab. */
const published = ({ slack }: Edge): number => slack.calls.filter(({ method }) => method === 'views.publish').length;

const logged = ({ logger }: Edge, text: string): number => logger.lines.filter((one) => one.text === text).length;

describe.each(['socket', 'http'] as const)('the Home tab over %s', (kind) => {
  it('is published to the person who opens it, anew each time, and nothing else is sent', async () => {
    const edge = await edgeOf(kind);
    expect(await openHome(edge.slack, 'U0ALICE')).toContain('You may ask for actions on it.');
    edge.services.answers.home = { kind: 'home', readAt: Date.now(), targets: [] };
    expect(await openHome(edge.slack, 'U0ALICE')).toContain('No target is configured.');
    expect(edge.services.homes).toEqual(['U0ALICE', 'U0ALICE']);
    expect(published(edge)).toBe(2);
    expect(edge.slack.ephemerals('U0ALICE')).toEqual([]);
  });

  it.each([
    ['U0GUS', 'you are a guest'],
    ['U0DAN', 'you are deactivated'],
    ['U0SUE', 'you are from another workspace'],
  ])('shows %s no state, only why', async (user, why) => {
    const edge = await edgeOf(kind);
    const home = await claimHome(edge.slack, { id: user });
    expect(home).toContain(`Only full members of this workspace may use this bot, and ${why}.`);
    expect(home).not.toContain('confluence');
    expect(edge.services.homes).toEqual([]);
  });

  it('takes what was shown away when a person has become a guest', async () => {
    const edge = await edgeOf(kind);
    edge.slack.workspace.addUser({ id: 'U0EVE', name: 'eve' });
    expect(await openHome(edge.slack, 'U0EVE')).toContain('confluence');
    edge.slack.workspace.addUser({ id: 'U0EVE', name: 'eve', is_restricted: true });
    await expect.poll(() => openHome(edge.slack, 'U0EVE'), { timeout: 5_000 }).toContain('you are a guest');
    expect(readHome(edge.slack, 'U0EVE')).not.toContain('confluence');
  });

  it('is published once, however often the opening is delivered', async () => {
    const edge = await edgeOf(kind);
    edge.slack.faults.redeliver({ copies: 3 });
    await openHome(edge.slack, 'U0ALICE');
    await expect.poll(() => logged(edge, 'delivered again, dropped')).toBe(2);
    expect(edge.services.homes).toEqual(['U0ALICE']);
    expect(published(edge)).toBe(1);
  });

  it('is left alone when a person opens the tab with direct messages, or another user is the bot itself', async () => {
    const edge = await edgeOf(kind);
    const event = { type: 'app_home_opened', channel: 'D0ALICE', event_ts: '1.0' };
    await edge.slack.sendEvent({ ...event, user: 'U0ALICE', tab: 'messages' });
    await edge.slack.sendEvent({ ...event, user: edge.slack.botUserId, tab: 'home' });
    await edge.slack.sendEvent({ ...event, tab: 'home' });
    await openHome(edge.slack, 'U0ALICE');
    expect(edge.services.homes).toEqual(['U0ALICE']);
    expect(logged(edge, 'opening of home not understood')).toBe(1);
  });

  it('says so when the store is down, or the bot made a mistake, and shows no state', async () => {
    const edge = await edgeOf(kind);
    edge.services.store = 'down';
    expect(await openHome(edge.slack, 'U0ALICE')).toContain('cannot reach its store');
    edge.services.store = 'hanging';
    expect(await openHome(edge.slack, 'U0ALICE')).toContain('cannot reach its store');
    edge.services.store = 'up';
    edge.services.beforeAnswer = () => Promise.reject(new AppError('internal', 'a bug'));
    expect(await openHome(edge.slack, 'U0ALICE')).toContain('went wrong inside the bot');
    expect(readHome(edge.slack, 'U0ALICE')).not.toContain('confluence');
  });

  it('says so when rights cannot be read, and shows no state', async () => {
    const edge = await edgeOf(kind);
    edge.slack.faults.fail('users.info', { status: 503, times: 1 });
    const home = await openHome(edge.slack, 'U0ALICE');
    expect(home).toContain('Your rights could not be read from Slack');
    expect(home).not.toContain('confluence');
  });

  it.each(['fail', 'html', 'loseReply'] as const)(
    'is not published again by itself after a call that went wrong: %s',
    async (how) => {
      const edge = await edgeOf(kind);
      const fault = edge.slack.faults[how]('views.publish', { times: 1 });
      await edge.slack.people.as('U0ALICE').openHome();
      await expect.poll(() => logged(edge, 'home could not be published')).toBe(1);
      expect(fault.hits()).toBe(1);
      expect(published(edge)).toBe(1);
      expect(await openHome(edge.slack, 'U0ALICE')).toContain('confluence');
    },
  );

  it('is published to nobody while Slack wants the bot to wait, and to whoever opens it afterwards', async () => {
    const edge = await edgeOf(kind);
    edge.slack.faults.rateLimit('views.publish', { retryAfter: 1 });
    await edge.slack.people.as('U0ALICE').openHome();
    await expect.poll(() => logged(edge, 'home could not be published')).toBe(1);
    await edge.slack.people.as('U0ALICE').openHome();
    await expect.poll(() => logged(edge, 'home not published: slack wants the bot to wait')).toBe(1);
    expect(published(edge)).toBe(1);
    expect(homeView(edge.slack, 'U0ALICE')).toBeUndefined();
    await expect
      .poll(
        async () => {
          await edge.slack.people.as('U0ALICE').openHome();
          return readHome(edge.slack, 'U0ALICE');
        },
        { timeout: 5_000, interval: 200 },
      )
      .toContain('confluence');
    expect(published(edge)).toBe(2);
  });
});
