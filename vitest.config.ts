import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer } from 'vitest/node';
import { chromiumPath, NO_CHROMIUM } from './test/support/chromium.js';

/** Three files at once, also on two cores: much of it is waiting. */
const project = (name: string, extra: object = {}) => ({
  test: { name, include: [`test/${name}/**/*.test.ts`], mockReset: true, maxWorkers: 3, ...extra },
});

/** Redis is started once for the projects that need one (see test/support/redis-setup.ts). */
const withRedis = { globalSetup: ['test/support/redis-setup.ts'], testTimeout: 30_000, hookTimeout: 30_000 };

/** The built bot packed into one file, for projects that start hundreds of processes (see test/support/packed-bot.ts). */
const withPackedBot = (name: string, ...globalSetup: readonly string[]) => ({
  globalSetup: [...globalSetup, 'test/support/packed-bot.ts'],
  env: { UPGRADE_BOT_MAIN: join(tmpdir(), `upgrade-bot-packed-${process.pid}-${name}`, 'run.cjs') },
});

/**
 * Processes of the bot are started and mostly waited for: three files at once, and in most files four tests at once. They
 * run after the other projects, whose load would spoil their timing.
 */
const endToEnd = {
  ...withRedis,
  ...withPackedBot('e2e', ...withRedis.globalSetup),
  testTimeout: 60_000,
  hookTimeout: 60_000,
  maxConcurrency: 4,
  sequence: { groupOrder: 1 },
};

/**
 * What breaks things: processes killed, frozen and restarted at every point, Redis and Slack taken away. Nearly all of it
 * is waiting, so many run side by side; after everything else, which they would slow down.
 */
const matrix = {
  ...withRedis,
  ...withPackedBot('matrix', ...withRedis.globalSetup),
  testTimeout: 120_000,
  hookTimeout: 60_000,
  maxWorkers: 5,
  maxConcurrency: 10,
  sequence: { groupOrder: 2 },
};

/**
 * A browser on the sandbox's page. Where there is none, these tests are left out with a word; CI must have one.
 */
const browser = { ...endToEnd, globalSetup: [], env: {} };
const hasBrowser = chromiumPath() !== undefined;
if (!hasBrowser) process.stderr.write(NO_CHROMIUM);

/** Files that take minutes, nearly all of it waiting: begun last, they would be waited for alone. */
const longOnes =
  /crash-points-(?:start|approve|watch|calls|decisions)|frozen-|instabase-points|rolling-restart|redis-outages|first-visit|sandbox\/(?:story|scenarios)|dead-workers/;

class LongOnesFirst extends BaseSequencer {
  override async sort(files: Parameters<BaseSequencer['sort']>[0]) {
    const rank = ({ moduleId }: (typeof files)[number]): number => (longOnes.test(moduleId) ? 0 : 1);
    return (await super.sort(files)).sort((one, other) => rank(one) - rank(other));
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: LongOnesFirst },
    projects: [
      project('unit'),
      project('sandbox', { ...withPackedBot('sandbox'), testTimeout: 20_000 }),
      project('contract', { testTimeout: 20_000 }),
      project('integration', withRedis),
      project('e2e', endToEnd),
      ...(hasBrowser || process.env.CI !== undefined ? [project('browser', browser)] : []),
      project('matrix', matrix),
    ],
  },
});
