import { describe, expect, it } from 'vitest';
import { Document, parse } from 'yaml';
import { registry } from '../../src/adapters/registry.js';
import { fileSchema, knownKeys, targetSchema } from '../../src/config/schema.js';
import { readingWords } from '../../src/core/intent.js';
import { actionAliases, actionNames, inquiryNames, productNames } from '../../src/core/products.js';
import { queueNames } from '../../src/jobs/queues.js';
import { keysOf } from '../../src/store/keys.js';
import { loaded, minimalFile } from '../support/config-files.js';
import { code, partAfter, readPage, rowsOf } from '../support/pages.js';

const readme = readPage('README.md');

type Schema = Parameters<typeof knownKeys>[0];

/** `poll.active`, `channel`, …: every key that holds a value. */
const leaves = (schema: Schema): string[] =>
  knownKeys(schema, []).flatMap((key) => {
    const inner = knownKeys(schema, [key]);
    return inner.length === 0 ? [key] : inner.map((name) => `${key}.${name}`);
  });

/** A file with one target of each kind of keys. */
const bothKinds = `${minimalFile}
  instabase:
    product: instabase
    url: https://instabase.example.com/api/v1/control_plane
    auth: { token: "a-deployment-manager-token" }
`;

/** A target that may have the key `targets.<name>.…`. */
const ownerOf = (path: string): string | undefined =>
  ['confluence', 'instabase'].find((name) => leaves(targetSchema(name)).includes(path.replace('targets.<name>.', '')));

/** A file with these values, each at its path. */
function fileWith(values: readonly (readonly [path: string, value: unknown])[]): string {
  const document = new Document(parse(bothKinds));
  for (const [path, value] of values) document.setIn(path.replace('<name>', ownerOf(path) ?? '').split('.'), value);
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
    expect(loaded({ file: fileWith(values) })).toEqual(loaded({ file: bothKinds }));
  });
});

describe('the environment table of the README', () => {
  const rows = rowsOf(partAfter(readme, '## Run it'));

  it('has the variables of .env.example', () => {
    const names = [...readPage('.env.example').matchAll(/^#? ?([A-Z_]+)=/gm)].map(([, name]) => name);
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
    expect(words.sort()).toEqual([...readingWords, ...inquiryNames, ...actionNames].sort());
    for (const alias of Object.keys(actionAliases)) expect(readme).toContain(`\`${alias}\``);
  });

  it('has every option of every action in the README', () => {
    const typed = new Map(
      rowsOf(partAfter(readme, '## Commands')).map(([cell]) => [code(cell).split(' ')[1], code(cell)]),
    );
    for (const { profile } of Object.values(registry)) {
      for (const [name, { words }] of Object.entries(profile.actions)) {
        for (const [option] of words.usage.matchAll(/--\w+/g)) expect(typed.get(name), name).toContain(option);
      }
    }
  });

  it('has every key and every queue in the design', () => {
    const design = readPage('docs/design.md');
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
