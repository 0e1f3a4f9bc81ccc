import { describe, it } from 'vitest';
import { twoUpgrades } from '../support/frozen-story.js';

/**
 * Points from a person to the cluster and into the timeline, at which a process is frozen: on the way of a start and of
 * an approval, and once more of each. Left out is the instant between the last look at the clock and the first byte of
 * a call, which no program can close.
 */
const points = [
  ['ack, before', 'ack, before', 'product GET cluster, before', 'product POST approve, sent'],
  ['ack, after', 'append asked, before', 'product POST start, sent', 'bring job forward watch, before'],
  ['note delivery, after', 'append approved, before', 'product POST start, answered', 'product POST approve, answered'],
  ['append opened + asked, before', 'append approved, after', 'append begun, after', 'append outcome, before'],
  ['append opened + asked, after', 'add job act for approved, before', 'append begun, before', 'append outcome, after'],
  ['add job act for opened + asked, before', 'append begun, before', 'append outcome, before', 'append begun, after'],
] as const;

describe('a process that is frozen while others take over repeats nothing', () => {
  it.concurrent.for(points)(
    'at "%s", "%s", "%s" and "%s"',
    { timeout: 180_000 },
    async ([start, approve, again, last], context) => {
      await twoUpgrades([start, approve, again, last], context);
    },
  );
});
