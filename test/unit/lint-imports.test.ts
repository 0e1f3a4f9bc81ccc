import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lintSamples } from '../support/lint.js';

type Case = readonly [what: string, path: string, code: string];

const imports = (path: string) => `import { x } from '${path}';\nexport const y = x;\n`;
const typeImport = (name: string, path: string) =>
  `import type { ${name} } from '${path}';\nexport type Y = ${name};\n`;

/** Each folder reaches only where the design lets it. */
const wrongImports: readonly Case[] = [
  ['core reading files', 'src/core/a1.ts', imports('node:fs')],
  ['core using a service', 'src/core/a2.ts', imports('../service/x.js')],
  ['core exporting from Redis', 'src/core/a3.ts', "export { Redis } from 'ioredis';\n"],
  ['core importing at run time', 'src/core/a4.ts', "export const load = () => import('undici');\n"],
  ['a service using the store', 'src/service/a1.ts', imports('../store/timeline.js')],
  ['a service using an adapter', 'src/service/a2.ts', imports('../adapters/registry.js')],
  ['an adapter using Redis', 'src/adapters/a1.ts', imports('ioredis')],
  ['an adapter of a family using Slack', 'src/adapters/atlassian/a1.ts', imports('../../slack/ids.js')],
  ['an adapter of a family using the log', 'src/adapters/atlassian/a2.ts', imports('../../log.js')],
  ['the store using a service', 'src/store/a1.ts', imports('../service/x.js')],
  ['the store using BullMQ', 'src/store/a2.ts', imports('bullmq')],
  ['a job using the store', 'src/jobs/a1.ts', imports('../store/timeline.js')],
  ['a job using Slack', 'src/jobs/a2.ts', imports('../slack/out/client.js')],
  ['rendering that sends', 'src/slack/render/a1.ts', imports('../out/client.js')],
  ['rendering that uses a service', 'src/slack/render/a2.ts', imports('../../service/x.js')],
  ['inbound using outbound', 'src/slack/in/a1.ts', imports('../out/publisher.js')],
  ['inbound using jobs', 'src/slack/in/a2.ts', imports('../../jobs/queues.js')],
  ['outbound using a service', 'src/slack/out/a1.ts', imports('../../service/x.js')],
  ['configuration using the store', 'src/config/a1.ts', imports('../store/keys.js')],
  ['the sandbox using the bot', 'src/sandbox/a1.ts', imports('../core/products.js')],
  ['a nested part of the sandbox using the bot', 'src/sandbox/slack/a1.ts', imports('../../core/products.js')],
  ['the sandbox using a library of the bot', 'src/sandbox/a2.ts', imports('ioredis')],
  ['main going around app', 'src/main.ts', imports('./store/redis.js')],
  ['app using the sandbox', 'src/app.ts', imports('./sandbox/redis.js')],
  ['a part of app using the sandbox', 'src/app-web.ts', imports('./sandbox/redis.js')],
  ['a file beside app using a part of it', 'src/metrics.ts', imports('./app-parts.js')],
  ['the log using Slack', 'src/log.ts', imports('./slack/ids.js')],
];

const rightImports: readonly Case[] = [
  ['core', 'src/core/b1.ts', `${imports('./products.js')}${typeImport('Z', 'zod')}`],
  ['service', 'src/service/b1.ts', `${imports('../core/products.js')}${typeImport('Z', './record.js')}`],
  ['adapters', 'src/adapters/b1.ts', `${imports('./atlassian/client.js')}${typeImport('Actor', '../core/ports.js')}`],
  [
    'an adapter family',
    'src/adapters/atlassian/b1.ts',
    `${imports('../http.js')}${typeImport('Actor', '../../core/ports.js')}`,
  ],
  ['store', 'src/store/b1.ts', `${imports('ioredis')}${typeImport('TimelineWriter', '../core/ports.js')}`],
  ['jobs', 'src/jobs/b1.ts', `${imports('../service/x.js')}${typeImport('Queue', 'bullmq')}`],
  ['slack/render', 'src/slack/render/b1.ts', `${imports('../ids.js')}${typeImport('types', '@slack/bolt')}`],
  ['slack/in', 'src/slack/in/b1.ts', `${imports('../render/help.js')}${typeImport('X', '../../service/x.js')}`],
  ['slack/out', 'src/slack/out/b1.ts', `${imports('@slack/web-api')}${typeImport('X', '../render/card.js')}`],
  ['config', 'src/config/b1.ts', `${imports('yaml')}${typeImport('X', '../core/products.js')}`],
  ['sandbox', 'src/sandbox/b1.ts', `${imports('node:http')}${typeImport('X', './slack/server.js')}`],
  [
    'a part of the sandbox',
    'src/sandbox/slack/b1.ts',
    `${imports('../zdu/server.js')}${typeImport('X', '../redis.js')}`,
  ],
];

/** What changes the timeline or a cluster is handed to one file each. */
const powers: readonly Case[] = [
  ['the writer', 'src/service/c1.ts', typeImport('TimelineWriter', '../core/ports.js')],
  ['the writer', 'src/jobs/c1.ts', typeImport('TimelineWriter', '../core/ports.js')],
  ['the writer', 'src/service/run-action.ts', typeImport('TimelineWriter', '../core/ports.js')],
  ['the actor', 'src/service/c2.ts', typeImport('Actor', '../core/ports.js')],
  ['the actor', 'src/service/record.ts', typeImport('Actor', '../core/ports.js')],
  ['the actor', 'src/slack/in/c1.ts', typeImport('Adapter', '../../core/ports.js')],
];

const holders: readonly Case[] = [
  ['the writer', 'src/service/record.ts', typeImport('TimelineWriter', '../core/ports.js')],
  ['the actor', 'src/service/run-action.ts', typeImport('Actor', '../core/ports.js')],
  ['both', 'src/app.ts', typeImport('TimelineWriter, Actor', './core/ports.js').replace(/= .*;/, '= Actor;')],
  ['the reader', 'src/service/reader.ts', typeImport('TimelineReader', '../core/ports.js')],
];

/** Every folder there is, so that a new one cannot be forgotten in the table. */
const folders = readdirSync('src', { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => join(entry.parentPath, entry.name))
  .concat('src');
const strangers = folders.map((folder): Case => [folder, `${folder}/stranger.ts`, imports('left-pad')]);

/** A file appears once in a scratch copy: these have the two files that hold a power, and main and app, to themselves. */
const first = [...wrongImports, ...strangers, ...rightImports, ...powers];
let scratch: ReturnType<typeof lintSamples>[] = [];

beforeAll(() => {
  scratch = [first, holders].map((cases) => lintSamples(cases.map(([, path, code]) => ({ path, code }))));
});

afterAll(() => {
  for (const { remove } of scratch) remove();
});

const restricted = (index: number, path: string) =>
  (scratch[index]?.biome(path) ?? []).filter((text) => text.includes('noRestrictedImports'));

describe('the import table', () => {
  it.each(wrongImports)('refuses %s', (_what, path) => {
    expect(restricted(0, path)).toHaveLength(1);
  });

  it.each(strangers)('has a line for %s', (_folder, path) => {
    expect(restricted(0, path)).toHaveLength(1);
  });

  it.each(rightImports)('lets %s use what it needs', (_what, path) => {
    expect(restricted(0, path)).toEqual([]);
  });

  it.each(powers)('does not hand %s to %s', (_what, path) => {
    expect(restricted(0, path)).toEqual([expect.stringMatching(/Only service\/(?:record|run-action)\.ts/)]);
  });

  it.each(holders)('hands %s to %s', (_what, path) => {
    expect(restricted(1, path)).toEqual([]);
  });
});
