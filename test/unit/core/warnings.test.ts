import { describe, expect, it } from 'vitest';
import type { Observation } from '../../../src/core/observation.js';
import { aNode, aNodeObservation, anUpgrade, anUpgradedNode, aStart } from '../../support/builders.js';
import { allUpgraded, readings, withNode } from '../../support/readings.js';
import { ofType, watched } from '../../support/watched.js';

type Changes = Parameters<typeof withNode>[2];
const with2 = (seen: Observation, changes: Changes): Observation => ({
  ...seen,
  nodes: withNode(seen, 'conf-2', changes),
});

const error: Changes = { state: 'ERROR', condition: 'error' };
const off: Changes = { state: 'OFFLINE', condition: 'off' };
const starting: Changes = { state: 'STARTING', condition: 'starting' };

/** Looks at each of these in turn, three times; what was warned of and what cleared, in order. */
function warningsOver(upgrade: ReturnType<typeof watched>, ...seen: Observation[]): string[] {
  for (const one of seen) for (let look = 0; look < 3; look += 1) upgrade.look(one);
  return upgrade.all.flatMap((one) =>
    one.type === 'warned' || one.type === 'cleared' ? `${one.type} ${one.key}` : [],
  );
}

describe('a warning', () => {
  it('of a node in ERROR is raised once and cleared once, however often one looks', () => {
    const seen = readings.mixed();
    expect(warningsOver(watched(), with2(seen, error), seen)).toEqual([
      'warned node-error:conf-2',
      'cleared node-error:conf-2',
    ]);
  });

  it('is raised again when the cause comes back', () => {
    const seen = readings.mixed();
    const told = warningsOver(watched(), with2(seen, error), seen, with2(seen, error));
    expect(told.filter((one) => one === 'warned node-error:conf-2')).toHaveLength(2);
  });

  it('of nodes that finalizing will drop names each of them, and comes only where finalizing is next', () => {
    const atStart = anUpgrade({ nodes: ['conf-1', 'conf-2', 'conf-3'].map((name) => anUpgradedNode({ name })) });
    expect(warningsOver(watched(atStart), with2(readings.finalizable(), off))).toEqual(['warned nodes-off:conf-2']);
    expect(warningsOver(watched(), with2(readings.mixed(), off))).toEqual([]);
  });

  it('of a version that cannot be reached node by node is raised once, with the reason and the remedy', () => {
    const upgrade = watched();
    const joined = with2(readings.mixed(), { version: '10.0.1' });
    const down = with2(readings.mixed(), { state: 'OFFLINE', condition: 'off' });
    const { version: _version, ...silent } = down.nodes[1] ?? aNodeObservation();
    const offline = { ...down, nodes: [down.nodes[0], silent, down.nodes[2]].flatMap((node) => node ?? []) };
    expect(warningsOver(upgrade, joined, offline, joined)).toEqual(['warned version-path:10.0.1']);
    expect(ofType(upgrade.all, 'warned')[0]).toMatchObject({
      subject: '10.0.1',
      detail: '9.2.13 to 10.0.1 is a platform upgrade; instead: plan an upgrade with downtime',
    });
  });

  it('of a version is over when the node is back on the version before', () => {
    const joined = with2(readings.mixed(), { version: '10.0.1' });
    expect(warningsOver(watched(), joined, with2(readings.mixed(), { version: '9.2.13' }))).toEqual([
      'warned version-path:10.0.1',
      'cleared version-path:10.0.1',
    ]);
  });

  it.each([
    ['can be reached', '9.3.0', []],
    ['was asked for, and checked then', '10.0.1', [aStart({ to: '10.0.1' })]],
    ['cannot be read', 'nightly', []],
  ])('of a version is not raised when it %s', (_why, version, requests) => {
    const upgrade = watched(anUpgrade({ requests }));
    expect(warningsOver(upgrade, with2(readings.mixed(), { version }))).toEqual([]);
  });

  it('of failed upgrade tasks carries the errors of each node', () => {
    const failure = { errors: [{ task: 'reindex', message: 'disk full', clusterWide: true }] };
    const upgrade = watched();
    upgrade.look(with2(readings.failed(), { ...failure, state: 'UPGRADE_TASKS_FAILED', condition: 'error' }));
    expect(ofType(upgrade.all, 'warned')).toContainEqual({
      type: 'warned',
      key: 'tasks-failed:conf-2',
      kind: 'tasks-failed',
      subject: 'conf-2',
      detail: 'reindex: disk full (cluster-wide task)',
    });
  });

  it('of failed upgrade tasks comes without errors too, and changes when they arrive', () => {
    const upgrade = watched();
    const failure = { errors: [{ message: 'disk full', clusterWide: false }] };
    const told = warningsOver(upgrade, readings.failed(), with2(readings.failed(), failure));
    expect(told).toEqual([
      'warned tasks-failed:UPGRADE_TASKS_FAILED',
      'cleared tasks-failed:UPGRADE_TASKS_FAILED',
      'warned tasks-failed:conf-2',
    ]);
  });

  it('of a state that is not known names it', () => {
    expect(warningsOver(watched(), readings.unheardOf())).toContain('warned unknown-state:REBALANCING');
  });
});

describe('a node of the beginning that is gone', () => {
  const seen = readings.mixed();
  const without2 = { ...seen, nodes: seen.nodes.filter(({ name }) => name !== 'conf-2') };

  it('is warned of until it is back', () => {
    expect(warningsOver(watched(), without2, seen)).toEqual(['warned nodes-left:conf-2', 'cleared nodes-left:conf-2']);
  });

  it('is not warned of when it came back under its name with another id', () => {
    expect(warningsOver(watched(), with2(seen, { id: 'other' }))).toEqual([]);
  });
});

describe('a node that restarts before finalizing', () => {
  const upgraded = (name: string) => anUpgradedNode({ name });
  const upgrade = () =>
    watched(anUpgrade({ nodes: [upgraded('conf-1'), upgraded('conf-2'), aNode({ name: 'conf-3' })] }));
  const seen = readings.mixed({ nodes: [...allUpgraded().slice(0, 2), aNodeObservation({ name: 'conf-3' })] });

  it('is warned of until it is up again', () => {
    expect(warningsOver(upgrade(), seen, with2(seen, starting), seen)).toEqual([
      'warned node-restarted:conf-2',
      'cleared node-restarted:conf-2',
    ]);
  });

  it('is warned of once while it goes down, is off and starts', () => {
    const leaving = with2(seen, { state: 'TERMINATING', condition: 'leaving' });
    expect(warningsOver(upgrade(), seen, leaving, with2(seen, off), with2(seen, starting), seen)).toEqual([
      'warned node-restarted:conf-2',
      'cleared node-restarted:conf-2',
    ]);
  });

  it('is not warned of when it comes up on yet another version', () => {
    const again = readings.mixed({ nodes: withNode(seen, 'conf-2', { version: '9.2.22', ...starting }) });
    expect(warningsOver(upgrade(), seen, again)).toEqual([]);
  });

  it('is not warned of while it is being upgraded, which takes a restart', () => {
    const down = readings.mixed({ nodes: withNode(seen, 'conf-3', off) });
    const up = readings.mixed({ nodes: withNode(seen, 'conf-3', { version: '9.2.21', ...starting }) });
    expect(warningsOver(upgrade(), seen, down, up, readings.finalizable())).toEqual([]);
  });
});

describe('users spread unevenly', () => {
  const seen = readings.mixed();
  const users = (...counts: number[]): Observation => ({
    ...seen,
    nodes: seen.nodes.map((node, index) => ({ ...node, users: counts[index] ?? 0 })),
  });

  it('are warned of once, whatever the figures do meanwhile', () => {
    const upgrade = watched();
    expect(warningsOver(upgrade, users(90, 30, 30), users(95, 20, 30), users(20, 20, 120))).toEqual([
      'warned lopsided:conf-1',
    ]);
    expect(ofType(upgrade.all, 'warned')[0]).toMatchObject({ detail: '90 users, conf-2 has 30' });
  });

  it('clear once when they are even again', () => {
    expect(warningsOver(watched(), users(90, 30, 30), users(50, 50, 50))).toEqual([
      'warned lopsided:conf-1',
      'cleared lopsided:conf-1',
    ]);
  });

  it.each([
    ['the busiest node has less than three times as many', users(89, 30, 30)],
    ['there are hardly any', users(9, 0, 0)],
    ['the quiet node is not in service', with2(users(90, 0, 80), off)],
    ['a node does not say', { ...seen, nodes: seen.nodes.map(({ users: _users, ...node }) => node) }],
  ])('are not warned of when %s', (_when, quiet) => {
    expect(warningsOver(watched(), quiet)).toEqual([]);
  });
});

describe('an upgrade that stands still', () => {
  it('is warned of after the configured time without progress, and no more when it goes on', () => {
    const upgrade = watched();
    upgrade.look(readings.mixed(), 37.9);
    expect(ofType(upgrade.all, 'warned')).toEqual([]);
    upgrade.look(readings.mixed(), 38);
    upgrade.look(readings.mixed(), 39);
    upgrade.look(with2(readings.mixed(), { version: '9.2.21' }), 40);
    upgrade.look(with2(readings.mixed(), { version: '9.2.21' }), 41);
    expect(upgrade.all.filter(({ type }) => type !== 'node')).toEqual([
      { type: 'warned', key: 'no-progress:MIXED', kind: 'no-progress', subject: 'MIXED', detail: '1800000' },
      { type: 'cleared', key: 'no-progress:MIXED' },
    ]);
  });

  it('is warned of after its own time when it only waits to be finalized', () => {
    const upgrade = watched();
    upgrade.look(readings.finalizable(), 10);
    upgrade.look(readings.finalizable(), 69.9);
    expect(ofType(upgrade.all, 'warned')).toEqual([]);
    upgrade.look(readings.finalizable(), 70);
    upgrade.look(readings.finalizable(), 129);
    expect(ofType(upgrade.all, 'warned').map(({ key }) => key)).toEqual(['standing:READY_TO_RUN_UPGRADE_TASKS']);
  });

  it('is warned of again after twice the time, and four times, but not more often', () => {
    const upgrade = watched();
    for (let minute = 10; minute < 10 + 9 * 60; minute += 5) upgrade.look(readings.finalizable(), minute);
    const hours = ofType(upgrade.all, 'warned').map(({ detail }) => Number(detail) / 3_600_000);
    expect(hours).toEqual([1, 2, 4, 8]);
    expect(upgrade.view.warnings).toHaveLength(1);
  });

  it('is no longer warned of, without another word, once it is finalized', () => {
    const upgrade = watched();
    upgrade.look(readings.finalizable(), 10);
    upgrade.look(readings.finalizable(), 80);
    upgrade.look(readings.finalizing(), 81);
    expect(ofType(upgrade.all, 'cleared')).toEqual([
      { type: 'cleared', key: 'standing:READY_TO_RUN_UPGRADE_TASKS', past: true },
    ]);
  });
});
