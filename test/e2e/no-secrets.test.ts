import { describe, it } from 'vitest';
import { CLUSTER_TOKEN } from '../../src/sandbox/stage-clusters.js';
import { rollNodes } from '../support/clusters.js';
import { eventually } from '../support/eventually.js';
import { aStory, cast, type Story } from '../support/story.js';

/** A page that gives away what it was sent, as proxies in debug mode do. */
const indiscreetPage = `<html><body>Authorization: Bearer ${CLUSTER_TOKEN}</body></html>`;

/** Every way in which the run below fails, one after the other. */
async function playWithFailures(story: Story): Promise<void> {
  const { slack, cluster } = story;
  await story.type(cast.alice, 'start confluence');
  await story.line(/^READY_TO_UPGRADE:/);
  slack.faults.fail('chat.postMessage', { times: 1 });
  slack.faults.fail('chat.postMessage', { times: 1, error: 'invalid_auth' });
  slack.faults.rateLimit('chat.update', { times: 1 });
  slack.faults.cutSockets();
  cluster.faults.html({ page: indiscreetPage, times: 2 });
  cluster.faults.unauthorized({ times: 2 });
  cluster.faults.status(500, { message: `bad token ${CLUSTER_TOKEN}` }, { times: 4 });
  await rollNodes(cluster, () => Promise.resolve());
  await story.line(/^READY_TO_RUN_UPGRADE_TASKS:/, 40_000);
  await story.redis.restart();
  await eventually('the bot to be ready', async () => (await fetch(`${story.bot.opsUrl}/readyz`)).ok, 20_000);
  slack.faults.fail('response_url', { times: 1 });
  await story.type(cast.alice, 'approve confluence');
  cluster.faults.html({ verb: 'approve', page: indiscreetPage, times: 1 });
  await story.press(cast.bob, await story.openRequest(), 'Approve');
  await story.line(/approve: (not done|failed|unknown)/, 40_000);
  await story.type(cast.mallory, 'doctor');
}

describe('a run with many failures, logged at level trace', () => {
  it.concurrent.for(['socket', 'http'] as const)(
    'shows no secret in the log nor to anybody in Slack, in %s mode',
    async (mode, context) => {
      const { expect } = context;
      const redis = { url: null, appendOnly: true };
      const story = await aStory({ mode, env: { LOG_LEVEL: 'trace' }, redis }, context);
      await playWithFailures(story);
      await story.bot.end('SIGTERM');

      const { slack } = story;
      const log = story.bot.output();
      const shown = JSON.stringify([slack.everything(cast.channel), slack.ephemerals()]);
      expect(log).toContain('"level":20');
      for (const secret of [slack.botToken, slack.appToken, slack.signingSecret, CLUSTER_TOKEN]) {
        expect(log.split('\n').filter((line) => line.includes(secret))).toEqual([]);
        expect(shown).not.toContain(secret);
      }
      // The address that answers go to is a secret of its own.
      expect(log).not.toMatch(/\/response\/T0SANDBOX\/[0-9a-f]{8}/);
      expect(log).not.toMatch(/ticket=[0-9a-f]{8}/);
    },
  );
});
