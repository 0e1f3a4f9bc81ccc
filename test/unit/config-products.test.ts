import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openAdapters } from '../../src/adapters/adapters.js';
import { productNames } from '../../src/core/products.js';
import { loaded, problems, socketEnv } from '../support/config-files.js';

const basic = '{ username: bot, password: pa55word }';
const token = '{ token: deployment-manager-token }';

/** Deployment Manager knows one token and no users. */
const authOf = (product: string): string => (product === 'instabase' ? token : basic);

const fileWith = (product: string, more = '', auth = authOf(product)): string => `
channel: C0OPS
targets:
  it:
    product: ${product}
    url: https://it.example.com
    auth: ${auth}
    ${more}
`;

describe('a target of each product', () => {
  it.each(productNames)('%s needs no more than product, url and auth', (product) => {
    expect(loaded({ file: fileWith(product) }).targets.it).toMatchObject({ product, layout: 'auto' });
  });

  it.each(['bitbucket', 'confluence'])('%s may have a layout', (product) => {
    const { targets } = loaded({ file: fileWith(product, 'layout: /rest/zdu/cluster') });
    expect(targets.it?.layout).toBe('/rest/zdu/cluster');
  });

  it('jira has one place for its calls: a layout other than auto is refused', () => {
    expect(problems({ file: fileWith('jira', 'layout: /rest/zdu') })).toEqual([
      expect.stringMatching(/targets\.it\.layout = "\/rest\/zdu": must be auto, or be left out/),
    ]);
    expect(loaded({ file: fileWith('jira', 'layout: auto') }).targets.it?.layout).toBe('auto');
  });

  it('may have retry approved by a second person', () => {
    const { targets } = loaded({ file: fileWith('jira', 'approval: { actions: [retry] }') });
    expect(targets.it?.approval.actions).toEqual(['retry']);
  });
});

describe('a target of Instabase', () => {
  const ib = (more = '') => loaded({ file: fileWith('instabase', more) }).targets.it;
  const faults = (more: string, auth?: string) => problems({ file: fileWith('instabase', more, auth) });

  it('has a token, no directory of bundles, and room for 2 GB in one release', () => {
    expect(ib()).toMatchObject({
      auth: { kind: 'bearer', token: 'deployment-manager-token' },
      maxBundleBytes: 2_000_000_000,
    });
    expect(ib()).not.toHaveProperty('bundles');
  });

  it('takes no user with a password', () => {
    expect(faults('', basic)).toEqual([
      expect.stringMatching(/targets\.it\.auth\.username: unknown key; known here: token /),
      expect.stringMatching(/targets\.it\.auth\.password: unknown key; known here: token /),
    ]);
  });

  it('has no layout: its calls are in one place', () => {
    expect(faults('layout: auto')).toEqual([expect.stringMatching(/targets\.it\.layout.*: unknown key; known here: /)]);
  });

  it('has keys of its own that no other product has', () => {
    const keys = 'bundles: ./bundles\n    maxBundle: 2GB';
    expect(problems({ file: fileWith('confluence', keys) })).toEqual([
      expect.stringMatching(/targets\.it\.bundles.*: unknown key/),
      expect.stringMatching(/targets\.it\.maxBundle.*: unknown key/),
    ]);
  });

  it.each([
    ['500MB', 500_000_000],
    ['2GB', 2_000_000_000],
    ['1kb', 1_000],
    ['100GB', 100_000_000_000],
  ])('may have %s in one release', (size, bytes) => {
    expect(ib(`maxBundle: ${size}`)?.maxBundleBytes).toBe(bytes);
  });

  it.each(['2', '2TB', '2.5GB', '-1GB', 'much', '[2GB]'])('is told what a size looks like when it says %s', (size) => {
    expect(faults(`maxBundle: ${size}`)).toEqual([
      expect.stringMatching(/targets\.it\.maxBundle.*: must be a whole number with a unit: 500MB or 2GB/),
    ]);
  });

  it.each(['0GB', '101GB'])('is told the limits of a size when it says %s', (size) => {
    expect(faults(`maxBundle: ${size}`)).toEqual([
      expect.stringMatching(/targets\.it\.maxBundle.*: must be from 1KB to 100GB/),
    ]);
  });

  it.each([
    ['./bundles', '/etc/bot/bundles'],
    ['bundles', '/etc/bot/bundles'],
    ['../releases', '/etc/releases'],
    ['/srv/releases/', '/srv/releases'],
  ])('finds its bundles at %s, seen from the file', (written, bundles) => {
    const env = { ...socketEnv, CONFIG_FILE: '/etc/bot/config.yml' };
    const others = { '/etc/bot/config.yml': fileWith('instabase', `bundles: ${written}`) };
    expect(loaded({ env, others }).targets.it).toMatchObject({ bundles });
  });

  it('hands its bundles and their limit on to its adapter', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'bundles-'));
    onTestFinished(() => rmSync(directory, { recursive: true }));
    mkdirSync(join(directory, '23.04.3'));
    writeFileSync(join(directory, '23.04.3', 'base_configs.zip'), `PK${'.'.repeat(1_998)}`);
    const at = (limit: string) =>
      loaded({ file: fileWith('instabase', `bundles: ${directory}\n    maxBundle: ${limit}`) });
    const listed = async (limit: string) => {
      const adapters = openAdapters(at(limit).targets);
      onTestFinished(() => adapters.close());
      return await adapters.of('it').bundles?.();
    };

    expect(await listed('2KB')).toEqual([{ release: '23.04.3', size: 2_000 }]);
    expect(await listed('1KB')).toEqual([
      { release: '23.04.3', size: 2_000, problem: expect.stringContaining('(maxBundle) allows 1 kB') },
    ]);
  });
});
