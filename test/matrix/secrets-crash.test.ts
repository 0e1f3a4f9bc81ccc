import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { canaries, indiscretion, leaksIn, pagesOf } from '../support/canaries.js';
import { openStory, type Story } from '../support/story.js';

/** Breaks the process when it gets SIGUSR2, with an error that tells every secret. */
const bomb = `
const text = process.env.CRASH_WITH;
const cause = Object.assign(new Error(text), { token: text, config: { headers: { authorization: text } } });
const error = () => Object.assign(new Error(text, { cause }), { token: text, code: text, kind: text, name: text });
const ways = {
  'an error thrown': () => { throw error(); },
  'a rejection that nobody awaits': () => { Promise.reject(error()); },
  'a text thrown': () => { throw text; },
  'an object thrown': () => { throw { token: text, nested: [{ [text]: text }] }; },
  'a rejection with an object': () => { Promise.reject({ token: text }); },
  'several errors at once': () => { throw new AggregateError([error(), text], text); },
  'an error with a stack of its own': () => { throw Object.assign(new Error('x'), { stack: text }); },
  'nothing thrown': () => { throw undefined; },
};
process.on('SIGUSR2', () => ways[process.env.CRASH_BY]());
`;

const ways = [...bomb.matchAll(/^ {2}'([^']+)':/gm)].map(([, way = '']) => way);
const crashes = [
  ...ways.map((way) => [way, 'trace'] as const),
  ...ways.slice(0, 2).map((way) => [way, 'fatal'] as const),
  ...ways
    .slice(0, 1)
    .flatMap((way) => (['error', 'warn', 'info', 'debug'] as const).map((level) => [way, level] as const)),
];

describe('a process that breaks with an error that tells every secret', () => {
  let story: Story;
  let dir: string;
  beforeAll(async () => {
    story = await openStory({
      roles: [],
      slack: { botToken: canaries.botToken, appToken: canaries.appToken },
      cluster: { auth: { token: canaries.clusterToken } },
    });
    dir = mkdtempSync(join(tmpdir(), 'upgrade-bot-bomb-'));
    writeFileSync(join(dir, 'bomb.mjs'), bomb);
  });
  afterAll(async () => {
    await story?.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  it.concurrent.for(crashes)(
    'writes none of them, by %s at level %s, and ends with code 2',
    async ([way, level], { expect }) => {
      const { botToken, appToken, clusterToken } = canaries;
      const bot = await story.startBot('worker', {
        CLUSTER_TOKEN: clusterToken,
        NODE_OPTIONS: `--import ${pathToFileURL(join(dir, 'bomb.mjs')).href}`,
        CRASH_BY: way,
        CRASH_WITH: indiscretion([botToken, appToken, clusterToken]),
        LOG_LEVEL: level,
      });
      await bot.ready();
      const pages = await pagesOf(bot);
      bot.signal('SIGUSR2');

      expect(await bot.exited).toBe(2);
      expect(leaksIn(`${bot.output()}\n${pages}`)).toEqual([]);
      if (level === 'trace') expect(bot.output()).toContain('the process cannot go on');
      if (level === 'fatal') expect(bot.output()).toBe('');
    },
  );
});
