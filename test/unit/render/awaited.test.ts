import { describe, expect, it } from 'vitest';
import type { UpgradeView } from '../../../src/core/view.js';
import { upgradeCard } from '../../../src/slack/render/upgrade-card.js';
import { aNode, anUpgrade, aProfile, aRequest, aStart, aWarning } from '../../support/builders.js';
import { expectSound, readable } from '../../support/rendered.js';

function card(changes: Partial<UpgradeView>) {
  const view = anUpgrade(changes);
  const rendered = upgradeCard({ view, profile: aProfile(), gauges: new Map(), plain: false, command: '/upgrade' });
  expectSound(rendered);
  return rendered;
}

describe('what the card waits for', () => {
  it.each<[string, Partial<UpgradeView>, RegExp]>([
    [
      'the first node',
      { phase: 'started' },
      /an admin, who upgrades the first node.*Way back: \/upgrade cancel confluence/,
    ],
    ['a broken node', { nodes: [aNode({ condition: 'error' })] }, /an admin, who repairs conf-1/],
    ['a node that restarts', { nodes: [aNode({ condition: 'starting' })] }, /conf-1, which restarts/],
    [
      'a node on a version that cannot be reached',
      { warnings: [aWarning({ kind: 'version-path', subject: '9.5.1' })] },
      /an admin, who puts the node on 9\.5\.1 back on the version before/,
    ],
    [
      'a node that restarts before finalizing',
      { phase: 'finalizable', nodes: [aNode({ condition: 'starting' })] },
      /conf-1, which restarts, to be back in service; then somebody who asks to finalize/,
    ],
    [
      'a node that finalizing would drop',
      { phase: 'finalizable', nodes: [aNode({ condition: 'off' })] },
      /conf-1, which is off, to be back in service if it is to stay; then somebody who asks to finalize/,
    ],
    [
      'the node that is down, before another one is taken down',
      { phase: 'started', nodes: [aNode({ condition: 'off' })] },
      /conf-1, which is off, to be back in service if it is to stay; then an admin, who upgrades the first node/,
    ],
    [
      'nodes that agree',
      { warnings: [aWarning({ kind: 'nodes-disagree', subject: 'confluence' })] },
      /the nodes to give the same answers again; until then take no node down/,
    ],
    ['somebody who asks', { phase: 'finalizable' }, /somebody who asks to finalize: \/upgrade approve confluence/],
    ['the cluster', { phase: 'finalizing' }, /the cluster, which finalizes on its own/],
    ['a repair', { phase: 'failed' }, /an admin, who looks at the errors/],
    ['a look at the product', { phase: 'unknown', state: 'WAT' }, /an admin, .*the bot does not know this state/],
  ])('is %s', (_name, changes, expected) => {
    expect(readable(card(changes))).toMatch(new RegExp(`Waiting for: ${expected.source}`));
  });

  it('is a second person, by when, and nobody is mentioned for it', () => {
    const rendered = card({ phase: 'finalizable', requests: [aStart(), aRequest()] });
    expect(readable(rendered)).toContain(
      "Waiting for: a second person's Approve from the approvers (Finalize the upgrade, asked by @U0ALICE); it stands until 2026-11-20 10:00 UTC",
    );
    expect(JSON.stringify(rendered)).not.toContain('S0APPROVERS');
  });

  it('is a repair before it is a second person', () => {
    const nodes = [aNode({ condition: 'error' })];
    const read = readable(card({ nodes, requests: [aStart(), aRequest()] }));
    expect(read).toMatch(/Waiting for: an admin, who repairs conf-1\nWaiting for: a second person's Approve/);
  });

  it('is the call that is under way', () => {
    const { outcome: _done, ...start } = aStart({ status: 'begun' });
    expect(readable(card({ phase: 'idle', requests: [start] }))).toContain(
      'Under way: upgrade mode is being turned on',
    );
  });
});
