import { describe, expect, it } from 'vitest';
import type { Diff } from '../../src/sandbox/instabase/resource.js';
import { failure } from './http-harness.js';
import { closeAfterEach, dialects, openUnderTest, published } from './instabase-harness.js';

closeAfterEach();

async function open(options: Parameters<typeof openUnderTest>[0] = {}) {
  const under = await openUnderTest(options);
  const inquire = (name: 'preflight' | 'show' | 'diff' | 'events', about: { full?: boolean; stage?: string } = {}) => {
    if (under.adapter.inquirer === undefined) throw new Error('no inquirer');
    return under.adapter.inquirer.inquire(name, about);
  };
  return { ...under, inquire };
}

describe.each(dialects)('questions to Instabase, written %s', (_, dialect) => {
  it('run both preflight checks and tell what each found', async () => {
    const { server, inquire } = await open({ dialect });
    expect(await inquire('preflight')).toEqual({
      summary: 'Both preflight checks are met.',
      lines: [
        'rbac (rights of the service account): ok: RBAC properly configured.',
        'service_accounts (service account of the monitoring): ok: Monitoring service account in namespace.',
      ],
      ok: true,
    });

    server.findings.preflights.rbac = { error: 'roles "control-plane-role" not found' };
    server.findings.preflights.service_accounts = { note: 'Not in namespace.', ok: false };

    expect(await inquire('preflight')).toMatchObject({
      lines: [expect.stringContaining('could not be run: roles'), expect.stringContaining('not ok: Not in namespace.')],
      ok: false,
    });
    expect(server.posts()).toEqual([]);
  });

  it('show what was created, and no contents', async () => {
    const { server, inquire } = await open({ dialect });
    server.run.create({
      releaseVersion: '23.10.0',
      configs: [{ fileName: 'keys.yml', content: 'c3VwZXJzZWNyZXQ' }],
      patches: [{ fileName: 'net-pol-patch.yml', content: 'patch-content' }],
      resourcingSize: 'LARGE',
    });

    const found = await inquire('show');

    expect(found.summary).toContain('23.10.0');
    expect(found.lines).toEqual([
      'Created by: Admin',
      'Cluster size: LARGE',
      'Images: 1',
      'Configs (1): keys.yml',
      'Patches (1): net-pol-patch.yml',
      'Configs kept on request: none',
    ]);
    expect(JSON.stringify(found)).not.toMatch(/c3VwZXJzZWNyZXQ|patch-content/);
  });

  it('summarize a diff of 300 configs: some names, and the rest in a file', async () => {
    const { server, inquire } = await open({ dialect });
    server.run.create();
    const includedObjectNames = Array.from({ length: 300 }, (_item, index) => `config-${index}`);
    server.findings.diff = {
      ...(published('diff') as Diff),
      includedObjectNames,
    };

    const found = await inquire('diff');

    expect(found.summary).toContain('Objects active afterwards: 300;');
    const active = found.lines.find((line) => line.startsWith('Active')) ?? '';
    const [, last, rest] = /config-(\d+) and (\d+) more$/.exec(active) ?? [];
    expect(Number(last) + 1 + Number(rest)).toBe(300);
    expect(active.length).toBeLessThan(300);
    expect(found.file?.text).toContain('config-299');
    expect(server.requests.map(({ verb }) => verb)).toEqual(['summary']);
  });

  it('tell all lines of the log as a file, of one stage or of all', async () => {
    const { server, inquire } = await open({ dialect });
    server.run.create();
    server.run.enterStage('RUN_ACTIONS');
    server.run.log('INFO', 'turning', { stage: 'TURN_DOWN', at: 1_686_245_366_195 });
    server.run.logMany(5000, 'WARNING');

    const all = await inquire('events');
    expect(all.summary).toContain('5001 lines');
    expect(all.lines).toContain('RUN_ACTIONS: UNDERWAY; 5000 lines, of these 0 ERROR and 5000 WARNING');
    expect(all.file?.text.split('\n')[0]).toBe('2023-06-08T17:29:26.195Z TURN_DOWN INFO turning');

    const one = await inquire('events', { stage: 'turn_down' });
    expect(one.file).toMatchObject({ name: 'events-TURN_DOWN.txt' });
    expect(one.file?.text).not.toContain('RUN_ACTIONS');
  });

  it('are answered although there is no upgrade', async () => {
    const { inquire } = await open({ dialect });

    for (const name of ['show', 'diff', 'events'] as const) {
      expect(await inquire(name)).toEqual({ summary: 'No upgrade has been created.', lines: [], ok: false });
    }
  });
});

describe('questions to Instabase', () => {
  it('about a stage that does not exist name those that do', async () => {
    const { server, inquire } = await open();
    server.run.create();

    const found = await inquire('events', { stage: '<!channel>' });

    expect(found).toMatchObject({ ok: false, lines: [] });
    expect(found.summary).toContain('RUN_ACTIONS');
    expect(found.summary).not.toContain('channel');
  });

  it('are errors of the target when it cannot be asked', async () => {
    const { server, inquire } = await open();
    server.faults.unauthorized('preflight');
    expect((await failure(inquire('preflight'))).kind).toBe('unauthorized');
    server.faults.html('summary');

    expect((await failure(inquire('diff'))).kind).toBe('unreachable');
  });

  it('tell the lines of a diff in a file without what looks secret in it', async () => {
    const { server, inquire } = await open();
    server.run.create();
    const lines = (...data: string[]) => data.map((text, index) => ({ lineNumber: index + 1, data: text }));
    const empty = { added: [], deleted: [] };
    const published300 = published('diff') as Diff;
    server.findings.diff = {
      ...published300,
      configs: { ...published300.configs, 'plain-secret': 'kind: Secret\ndata:\n  name: aGk=' },
      diffs: {
        ...published300.diffs,
        'deployment-webapp': {
          added: lines(
            'replicas: 3',
            'image: webapp:23.10.0',
            '  DB_PASSWORD: hunter2',
            'url: postgres://bot:pw1@db/x',
          ),
          deleted: lines('- name: API_TOKEN', '  value: t0psecret', 'blob: aGVsbG8gd29ybGQgaGVsbG8gd29ybGQ0Mg=='),
        },
        'plain-secret': { added: lines('name: aGk='), deleted: [] },
        'job-untouched': empty,
      },
    };

    const text = (await inquire('diff', { full: true })).file?.text ?? '';

    expect(text).toContain('replicas: 3');
    expect(text).toContain('image: webapp:23.10.0');
    expect(text).toContain('DB_PASSWORD: •••');
    expect(text).not.toMatch(/hunter2|pw1|t0psecret|aGVsbG8|aGk=|B8ZL97|hkd0A29/);
    expect(text).toContain('job-untouched');
  });
});
