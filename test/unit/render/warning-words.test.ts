import { describe, expect, it } from 'vitest';
import type { WarningKind } from '../../../src/core/events.js';
import { plainText } from '../../../src/slack/render/leaves.js';
import { overLine, type Warned, warningLine } from '../../../src/slack/render/warning-words.js';
import { aProfile } from '../../support/builders.js';

const profile = aProfile();
const READY = 'READY_TO_RUN_UPGRADE_TASKS';

const raised = (warned: Warned): string =>
  plainText(warningLine(warned, { profile, target: 'confluence', command: '/upgrade' }), 3000);
const over = (key: string): string => plainText(overLine(key, profile), 3000);

/** What each kind of warning is about; a new kind does not compile until it is listed. */
const subjects: Record<WarningKind, string> = {
  'node-error': 'conf-2',
  'nodes-off': 'conf-2',
  'nodes-left': 'conf-2',
  'nodes-disagree': 'confluence',
  'node-restarted': 'conf-2',
  lopsided: 'conf-2',
  'tasks-failed': 'conf-2',
  'mixed-without-mode': 'MIXED',
  'version-path': '10.0.0',
  'no-progress': 'MIXED',
  standing: READY,
  'unknown-state': 'WAT',
  'stage-failed': 'conf-2',
  'pause-pending': 'MIXED',
  outage: 'confluence',
};
const kinds = Object.keys(subjects) as WarningKind[];
const aboutNodes = kinds.filter((kind) => subjects[kind] === 'conf-2');

describe('a warning', () => {
  it.each(aboutNodes)('of kind %s names the node and the cause', (kind) => {
    expect(raised({ kind, subject: 'conf-2', detail: 'the cause.' })).toMatch(/conf-2.*the cause\b/);
  });

  it.each(aboutNodes)('of kind %s names the node when it is over', (kind) => {
    expect(over(`${kind}:conf-2`)).toMatch(/^Over: .*conf-2/);
  });

  it.each(kinds)('of kind %s names no state of the cluster, neither raised nor over', (kind) => {
    const subject = subjects[kind];
    const said = `${raised({ kind, subject })} ${over(`${kind}:${subject}`)}`;
    expect(Object.keys(profile.states).filter((state) => said.includes(state))).toEqual([]);
  });

  it('speaks of the cluster when no node is known to be at fault', () => {
    const text = raised({ kind: 'tasks-failed', subject: 'UPGRADE_TASKS_FAILED' });
    expect(text).toMatch(/^Upgrade tasks failed on the cluster\. The upgrade is not finished\./);
  });

  it('names the stage in plain words when nothing moves', () => {
    expect(raised({ kind: 'no-progress', subject: 'MIXED', detail: '1800000' })).toMatch(
      /^No progress: nodes are being upgraded one after the other, and nothing has moved for 30 min\./,
    );
  });

  it('says what to type when an upgrade is left standing', () => {
    expect(raised({ kind: 'standing', subject: READY })).toContain('/upgrade approve confluence');
  });

  it('keeps colons in the name of a node that recovered', () => {
    expect(over('node-error:conf:2')).toBe('Over: conf:2 is no longer broken.');
  });

  it('of a kind from a newer version is still told as over', () => {
    expect(over('new-kind:x')).toBe('Over: a warning (new-kind:x) has cleared.');
  });
});
