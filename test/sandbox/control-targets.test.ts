import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Control, startControl } from '../../src/sandbox/control/server.js';
import type { ActShown, TargetShown } from '../../src/sandbox/control/shown.js';
import { pageStage } from '../../src/sandbox/page-stage.js';
import { openSession, type Session } from '../../src/sandbox/session.js';
import { ask, post, snapshot } from './control-fixture.js';

let session: Session;
let control: Control;

beforeEach(async () => {
  const quick = { stopMs: 20, offlineMs: 20, startMs: 20 };
  const pace = { createMs: 0, validateMs: 0, stageMs: Number.POSITIVE_INFINITY };
  session = await openSession(() => undefined, {
    ...pageStage({ pauseMs: 0, node: quick, finalizeMs: Number.POSITIVE_INFINITY, instabase: pace }),
  });
  control = await startControl(session);
});

afterEach(async () => {
  await control.stop();
  await session.stop();
});

async function target(name: string): Promise<TargetShown> {
  const found = (await snapshot(control, 'alice')).targets.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no target ${name} is shown`);
  return found;
}

const act = (name: string, path: string, body: object = {}) => post(control, `/targets/${name}/${path}`, body);

/** The acts that can be done now. */
const possible = (acts: readonly ActShown[]): string[] =>
  acts.filter(({ blocked }) => blocked === null).map((one) => one.act);

function cluster(name: string) {
  const found = session.stage.targets[name];
  if (found === undefined) throw new Error(`no cluster ${name}`);
  return found;
}

/** What a client of a cluster is answered; 0 when it gets no answer. */
const asks = (path = '/rest/zdu/state'): Promise<number> =>
  fetch(`${cluster('confluence').url}${path}`).then(
    ({ status }) => status,
    () => 0,
  );

describe('simulated products are shown', () => {
  it('one of each kind, with nodes or stages, as the product itself calls them', async () => {
    const { targets } = await snapshot(control, 'alice');
    expect(targets.map(({ name, product, state, up }) => [name, product, state, up])).toEqual([
      ['confluence', 'confluence', 'STABLE', true],
      ['bitbucket', 'bitbucket', 'STABLE', true],
      ['jira', 'jira', 'STABLE', true],
      ['ib', 'instabase', 'no upgrade', true],
    ]);
    expect(targets[0]?.nodes[2]).toMatchObject({ name: 'confluence-2', state: 'ACTIVE', version: '9.2.13', users: 25 });
    expect(targets[3]?.stages.map(({ name }) => name)).toContain('MIGRATE_DB');
  });

  it('with what can be done now, and why the rest cannot', async () => {
    const before = await target('confluence');
    expect(possible(before.acts)).toEqual(['upgrade-mode-on', 'fail-tasks', 'down']);
    expect(before.nodes[0]?.acts).toContainEqual({
      act: 'upgrade',
      label: 'Upgrade',
      blocked: 'upgrade mode is off: /upgrade start confluence switches it on',
    });
    await act('confluence', 'do/upgrade-mode-on');
    const after = await target('confluence');
    expect(possible(after.acts)).toEqual(['upgrade-all', 'fail-tasks', 'down']);
    expect(possible(after.nodes[0]?.acts ?? [])).toEqual(['upgrade', 'fail']);
  });

  it('a node of Jira that lost its heartbeat goes on being called ACTIVE, and is seen to be dead', async () => {
    await act('jira', 'nodes/jira-1/fail');
    const { nodes } = await target('jira');
    expect(nodes[1]).toMatchObject({ state: 'ACTIVE (alive: false)' });
    expect(possible(nodes[1]?.acts ?? [])).toContain('recover');
  });
});

describe('nodes are upgraded', () => {
  beforeEach(() => act('confluence', 'do/upgrade-mode-on'));

  it('behind the answer, and the versions of the snapshot tell', async () => {
    const before = session.version();
    const { text } = await act('confluence', 'nodes/confluence-1/upgrade');
    expect(JSON.parse(text).nodes[1]).toMatchObject({ state: 'TERMINATING', version: '9.2.13' });
    await expect.poll(async () => (await target('confluence')).nodes[1]).toMatchObject({ version: '9.2.21' });
    await expect.poll(() => cluster('confluence').cluster.isWalking('confluence-1')).toBe(false);
    expect(session.version()).toBeGreaterThan(before + 3);
    const again = await act('confluence', 'nodes/confluence-1/upgrade');
    expect(again).toMatchObject({ status: 409, text: expect.stringContaining('runs 9.2.21 already') });
  });

  it('before the answer when it is to wait, and to another version when one is named', async () => {
    const body = { wait: true, version: '9.2.22' };
    const { text } = await act('confluence', 'nodes/confluence-0/upgrade', body);
    expect(JSON.parse(text)).toMatchObject({ state: 'MIXED', nodes: [{ version: '9.2.22', state: 'ACTIVE' }, {}, {}] });
    await act('confluence', 'nodes/confluence-1/upgrade', { wait: true });
    expect(
      cluster('confluence')
        .cluster.nodes()
        .map(({ version }) => version),
    ).toEqual(['9.2.22', '9.2.22', '9.2.13']);
  });

  it('all of them, one after the other, up to one that breaks', async () => {
    await act('confluence', 'do/upgrade-all');
    expect(possible((await target('confluence')).acts)).not.toContain('upgrade-all');
    await expect.poll(() => cluster('confluence').cluster.isWalking('confluence-1')).toBe(true);
    await act('confluence', 'nodes/confluence-1/fail');
    await expect.poll(async () => possible((await target('confluence')).acts)).toContain('upgrade-all');
    expect(cluster('confluence').cluster.nodes()[2]?.version).toBe('9.2.13');
    await act('confluence', 'nodes/confluence-1/recover');
    await act('confluence', 'do/upgrade-all', { wait: true });
    expect((await target('confluence')).state).toBe('READY_TO_RUN_UPGRADE_TASKS');
    expect(await act('confluence', 'do/upgrade-all')).toMatchObject({ status: 409 });
  });

  it('not while upgrade mode is off, unless that is wanted all the same', async () => {
    expect((await act('bitbucket', 'nodes/bitbucket-0/upgrade')).status).toBe(409);
    await act('bitbucket', 'nodes/bitbucket-0/upgrade', { anyway: true, wait: true });
    expect((await target('bitbucket')).nodes[0]?.state).toBe('ERROR');
  });
});

describe('things go wrong at a cluster, and right again', () => {
  it('a node breaks and is brought back', async () => {
    await act('confluence', 'nodes/confluence-1/fail');
    const broken = await target('confluence');
    expect(broken).toMatchObject({ state: 'MIXED', nodes: [{}, { state: 'ERROR' }, {}] });
    expect(possible(broken.nodes[1]?.acts ?? [])).toEqual(['recover']);
    await act('confluence', 'nodes/confluence-1/recover');
    expect(await target('confluence')).toMatchObject({ state: 'STABLE' });
  });

  it('upgrade tasks fail and are run again', async () => {
    const { cluster: controls } = cluster('confluence');
    await act('confluence', 'do/upgrade-mode-on');
    await act('confluence', 'do/upgrade-all', { wait: true });
    await act('confluence', 'do/fail-tasks', { message: 'no space left' });
    expect((await act('confluence', 'do/fail-tasks')).status).toBe(409);
    const headers = { authorization: `Bearer ${tokenOf('confluence')}`, 'x-atlassian-token': 'no-check' };
    await fetch(`${cluster('confluence').url}/rest/zdu/approve`, { method: 'POST', headers });
    controls.finishFinalization();
    expect(await target('confluence')).toMatchObject({ state: 'UPGRADE_TASKS_FAILED' });
    await act('confluence', 'do/retry-tasks');
    controls.finishFinalization();
    expect(await target('confluence')).toMatchObject({ state: 'STABLE' });
  });

  it('it goes away, and the record tells of those who looked', async () => {
    await act('confluence', 'do/down');
    expect(await asks()).toBe(0);
    expect(await target('confluence')).toMatchObject({ up: false });
    const problems = session.traffic.since(0).entries.map(({ problem }) => problem);
    expect(problems).toContain('not reachable: the connection was reset');
    await act('confluence', 'do/up');
    expect(await asks()).toBe(401);
  });

  it('nodes come, go, are replaced and get crowded', async () => {
    await act('confluence', 'do/add-node', { name: 'confluence-3' });
    await act('confluence', 'nodes/confluence-3/users', { users: 90 });
    expect((await target('confluence')).nodes[3]).toMatchObject({ name: 'confluence-3', users: 90 });
    const { id } = cluster('confluence').cluster.nodes()[3] ?? {};
    await act('confluence', 'nodes/confluence-3/replace');
    expect(cluster('confluence').cluster.nodes()[3]?.id).not.toBe(id);
    await act('confluence', 'nodes/confluence-3/stop');
    expect((await target('confluence')).nodes[3]).toMatchObject({ state: 'OFFLINE' });
    await act('confluence', 'nodes/confluence-3/remove');
    expect((await target('confluence')).nodes).toHaveLength(3);
    await act('confluence', 'nodes/confluence-2/restart', { wait: true });
    expect((await target('confluence')).nodes[2]).toMatchObject({ state: 'ACTIVE', version: '9.2.13' });
  });

  it('its answers are wrong as ordered', async () => {
    await act('confluence', 'faults/error', { status: 503, times: 1 });
    expect([await asks(), await asks()]).toEqual([503, 401]);
    await act('confluence', 'faults/down');
    expect(await asks()).toBe(0);
    await act('confluence', 'faults/clear');
    expect(await asks()).toBe(401);
  });
});

describe('one target', () => {
  it('is shown alone, and all in a list', async () => {
    const one = await ask(control, '/control/targets/ib');
    expect(JSON.parse(one.text)).toMatchObject({ name: 'ib', installed: '23.04.3', upgrade: null });
    expect(JSON.parse((await ask(control, '/control/targets')).text)).toHaveLength(4);
  });
});

function tokenOf(name: string): string {
  const { auth } = cluster(name);
  return auth !== undefined && 'token' in auth ? auth.token : '';
}
