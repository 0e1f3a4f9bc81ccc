import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Document, parse } from 'yaml';
import { registry } from '../../src/adapters/registry.js';
import { fileSchema, knownKeys, targetSchema } from '../../src/config/schema.js';
import { readingWords } from '../../src/core/intent.js';
import { actionAliases, actionNames, productNames } from '../../src/core/products.js';
import { queueNames } from '../../src/jobs/queues.js';
import { keysOf } from '../../src/store/keys.js';
import { loaded, minimalFile } from '../support/config-files.js';

const read = (page: string): string => readFileSync(page, 'utf8');

/** What follows a heading, or another mark, in a text. */
function partAfter(text: string, mark: string): string {
  const at = text.indexOf(mark);
  if (at === -1) throw new Error(`no part begins with "${mark}"`);
  return text.slice(at + mark.length);
}

/** The rows of the first table in a text, without its head; cells are trimmed, `code` keeps its marks. */
function rowsOf(text: string): string[][] {
  const lines = text.slice(text.indexOf('\n|') + 1).split('\n');
  const end = lines.findIndex((line) => !line.startsWith('|'));
  return lines.slice(2, end).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** What stands between backticks at the beginning of a cell. */
const code = (cell: string | undefined): string => /^`([^`]*)`/.exec(cell ?? '')?.[1] ?? '';

const readme = read('README.md');

describe('docs/products.md', () => {
  it.each(productNames)('has the states, node states and actions of %s as its profile has them', (name) => {
    const { profile } = registry[name];
    const section = partAfter(read('docs/products.md'), `\n## ${profile.label}\n`);
    const rows = (heading: string) =>
      rowsOf(partAfter(section, heading)).map((row) => row.map((cell) => code(cell) || cell));
    const states = Object.entries(profile.states).map(([state, { phase, words }]) => [state, phase, words]);
    const nodeStates = Object.entries(profile.nodeStates).map(([state, { condition, words }]) => [
      state,
      condition,
      words,
    ]);

    expect(rows('### States of the cluster')).toEqual(states);
    expect(rows('### States of a node')).toEqual(nodeStates);

    const actions = Object.entries(profile.actions).map(([action, { from, alwaysApproved, timeoutMs, wayBack }]) => [
      action,
      from.join(', '),
      alwaysApproved ? 'always' : 'by configuration',
      `${timeoutMs / 1000} s`,
      wayBack.startsWith('none') ? 'no' : 'yes',
    ]);
    expect(rows('### Actions')).toEqual(actions);
  });
});

type Schema = Parameters<typeof knownKeys>[0];

/** `poll.active`, `channel`, …: every key that holds a value. */
const leaves = (schema: Schema): string[] =>
  knownKeys(schema, []).flatMap((key) => {
    const inner = knownKeys(schema, [key]);
    return inner.length === 0 ? [key] : inner.map((name) => `${key}.${name}`);
  });

/** A file with these values, each at its path. */
function fileWith(values: readonly (readonly [path: string, value: unknown])[]): string {
  const document = new Document(parse(minimalFile));
  for (const [path, value] of values) document.setIn(path.replace('<name>', 'confluence').split('.'), value);
  return document.toString();
}

describe('the configuration table of the README', () => {
  const rows = rowsOf(partAfter(readme, '## Configuration'));

  it('has every key of the file and of a target, and no other', () => {
    const top = leaves(fileSchema).filter((key) => key !== 'targets');
    const common = new Set(top);
    const perTarget = productNames.flatMap((product) => leaves(targetSchema(product)));
    const own = [...new Set(perTarget)].filter((key) => !common.has(key)).map((key) => `targets.<name>.${key}`);

    expect(rows.map(([key]) => code(key)).sort()).toEqual([...top, ...own].sort());
  });

  it('has the defaults: a file that sets them all means the same as one that sets none', () => {
    // Outside Sentinel and Cluster, TLS is part of REDIS_URL, and the key is refused.
    const defaults = rows.filter(([key, preset]) => code(preset) !== '' && code(key) !== 'redis.tls');
    const values = defaults.map(([key, preset]) => [code(key), parse(code(preset))] as const);

    expect(values.length).toBeGreaterThan(12);
    expect(loaded({ file: fileWith(values) })).toEqual(loaded());
  });
});

describe('the environment table of the README', () => {
  const rows = rowsOf(partAfter(readme, '## Run it'));

  it('has the variables of .env.example', () => {
    const names = [...read('.env.example').matchAll(/^#? ?([A-Z_]+)=/gm)].map(([, name]) => name);
    const own = names.filter((name) => name !== 'CONFLUENCE_TOKEN');
    expect(rows.map(([name]) => code(name)).sort()).toEqual(own.sort());
  });

  it('has the defaults', () => {
    const defaults = rows
      .map(([name, preset]) => [code(name), code(preset)] as const)
      .filter(([, value]) => value !== '');
    expect(defaults.length).toBeGreaterThan(6);
    const env = { SLACK_BOT_TOKEN: 'xoxb-test-token', SLACK_SIGNING_SECRET: 'a-signing-secret' };
    expect(loaded({ env: { ...env, ...Object.fromEntries(defaults) } })).toEqual(loaded({ env }));
  });
});

describe('the other tables', () => {
  it('has every command in the README, and no other', () => {
    const words = rowsOf(partAfter(readme, '## Commands')).map(([typed]) => code(typed).split(' ')[1]);
    expect(words.sort()).toEqual([...readingWords, ...actionNames].sort());
    for (const alias of Object.keys(actionAliases)) expect(readme).toContain(`\`${alias}\``);
  });

  it('has every key and every queue in the design', () => {
    const design = read('docs/design.md');
    const keys = keysOf('<prefix>');
    const made = [
      keys.head('<target>'),
      keys.timeline('<target>', 7).replace('7', '<n>'),
      keys.shown('<target>', 7).replace('7', '<n>'),
      keys.owing('<target>'),
      keys.history('<target>'),
      keys.mark('<target>'),
      keys.thread('<channel>', '<ts>'),
      keys.delivery('<key>'),
      keys.arrivals,
      keys.troubles,
      keys.pace('<name>'),
      `${keys.queues}:…`,
    ];
    expect(rowsOf(partAfter(design, '## Keys in Redis')).map(([key]) => code(key))).toEqual(made);
    expect(
      rowsOf(partAfter(design, '## Queues'))
        .map(([name]) => code(name))
        .sort(),
    ).toEqual([...queueNames].sort());
  });
});
