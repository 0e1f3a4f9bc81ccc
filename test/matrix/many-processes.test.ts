import { describe, it } from 'vitest';
import { stepNodes } from '../support/clusters.js';
import { eventually } from '../support/eventually.js';
import { aFleet, FIVE, type Fleet } from '../support/fleet.js';
import { cast } from '../support/story.js';
import { expectToldRight } from '../support/told.js';

/** One upgrade with all that people do, then one that is cancelled; every step waits until it is seen. */
async function play(fleet: Fleet): Promise<void> {
  const { cluster } = fleet.cluster;
  await fleet.type(cast.alice, 'start confluence');
  await fleet.line(/^READY_TO_UPGRADE:/);
  await stepNodes(fleet.cluster, () => fleet.looks());
  await fleet.line(/^READY_TO_RUN_UPGRADE_TASKS:/);
  await fleet.type(cast.alice, 'approve confluence too early');
  await fleet.press(cast.carol, await fleet.openRequest(), 'Reject');
  await fleet.line(/rejected by/);
  fleet.slack.faults.redeliver({ copies: 3, times: 3 });
  await fleet.type(cast.alice, 'approve confluence');
  const request = await fleet.openRequest();
  const press = (who: string) => fleet.slack.people.as(who).click(request, { buttonText: 'Approve', times: 3 });
  await Promise.all([press(cast.bob), press(cast.carol), press(cast.alice)]);
  await fleet.line(/^RUNNING_UPGRADE_TASKS:/);
  cluster.finishFinalization();
  await fleet.line(/Upgrade finished/);
  await fleet.type(cast.bob, 'start confluence once more');
  await eventually('the second start', () => fleet.count(/^READY_TO_UPGRADE:/) === 2);
  await fleet.type(cast.bob, 'cancel confluence');
  await fleet.line(/Upgrade cancelled/);
}

/** Lines without what differs from run to run: times, and who of two was faster. */
const plain = (lines: readonly string[]): string[] =>
  lines.map((line) =>
    line
      .replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d UTC/g, '<time>')
      .replaceAll(/\b\d+ (?:s|min)\b/g, '<span>')
      .replace(/approved by @(?:bob|carol)/, 'approved by <one of two>'),
  );

const runs = { poll: { active: '300ms', idle: '600ms' } };
const cluster = { finalizeMs: Number.POSITIVE_INFINITY };

describe('two web and three worker processes', () => {
  it.concurrent.for(['socket', 'http'] as const)(
    'play a story line by line like one process: %s',
    async (mode, context) => {
      const { expect } = context;
      const alone = await aFleet({ mode, cluster, config: runs, roles: ['all'] }, context);
      const many = await aFleet({ mode, cluster, config: runs, roles: FIVE }, context);

      await Promise.all([play(alone), play(many)]);

      await expectToldRight(alone, expect);
      await expectToldRight(many, expect);
      expect(plain(many.lines())).toEqual(plain(alone.lines()));
      expect(many.posts()).toEqual(['start', 'approve', 'start', 'cancel']);
      expect(many.requests()).toHaveLength(2);
    },
  );
});
