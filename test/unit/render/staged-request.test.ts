import { describe, expect, it } from 'vitest';
import type { Observation } from '../../../src/core/observation.js';
import type { ActionName, Intended } from '../../../src/core/products.js';
import { snapshotOf } from '../../../src/core/snapshot.js';
import type { RequestView } from '../../../src/core/view.js';
import { requestMessage } from '../../../src/slack/render/request-card.js';
import { expectSound, readable } from '../../support/rendered.js';
import {
  aLogLine,
  aStagedLook,
  aStagedRequest,
  nothingCreated,
  stagedProfile as profile,
  tell,
} from '../../support/staged-builders.js';

/** The request as it is made on what was seen. */
function requestOn(seen: Observation, action: ActionName, asked: Intended = {}, more: Partial<RequestView> = {}) {
  const evidence = profile.actions[action]?.evidence?.(asked, seen) ?? [];
  const open = { action, required: 1, approvers: ['S0APPROVERS'], seen: snapshotOf(seen), evidence };
  const { files, keep, ...rest } = asked;
  const lists = { ...(files && { files: [...files] }), ...(keep && { keep: [...keep] }) };
  return aStagedRequest({ id: 'r1', ...open, ...rest, ...lists, ...more });
}

function read(request: RequestView): string {
  const { view } = tell(aStagedLook('RUN_ACTIONS'), []);
  const rendered = requestMessage({ view, profile, request, command: '/upgrade' });
  expectSound(rendered);
  return readable(rendered);
}

const log = [aLogLine(), aLogLine({ stage: 'CHECK_HEALTH', level: 'ERROR', message: 'pod "api" restarts <!channel>' })];
const through = aStagedLook('CONFIRM_COMPLETION', 'finalizable', { log });

describe('a request on a product in stages', () => {
  it('to complete lists what the stages logged, and says that there is no way back', () => {
    const shown = read(requestOn(through, 'complete'));
    expect(shown).toMatch(/^@S0APPROVERS: please decide\. Complete the upgrade: ib #3 \(complete\)\n/);
    expect(shown).toContain('State when asked: CONFIRM_COMPLETION (everything has run; ');
    expect(shown).toContain('Way back: there is no way back: afterwards the upgrade can no longer be rolled back.');
    expect(shown).toContain(':mag: Before you decide\n');
    expect(shown).toContain('• CHECK_HEALTH logged ERROR: pod "api" restarts <!channel>\n');
    expect(shown).toContain('• RUN_ACTIONS logged WARNING: marketplace app "ml-studio" skipped\n');
    expect(shown).toMatch(/\[ Approve \] \[ Reject \]$/);
  });

  it('names everything that an upgrade is to be created from', () => {
    const files = [
      { id: 'F1', field: 'base_configs', name: 'base.zip', size: 123_456_789 },
      { id: 'F2', field: 'default_patches', name: 'patches.tgz', size: 900 },
    ];
    const keep = Array.from({ length: 14 }, (_one, index) => `config-${index}`);
    const shown = read(requestOn(nothingCreated, 'create', { release: '23.04.3', files, size: 'LARGE', keep }));
    expect(shown).toContain('Release: 23.04.3\n');
    expect(shown).toContain(
      'Uploaded files: base.zip (base_configs, 123 MB), patches.tgz (default_patches, 900 bytes)\n',
    );
    expect(shown).toContain('Cluster size: LARGE\n');
    expect(shown).toMatch(/Configs kept though no longer part of the release: config-0, .*config-11, and 2 more\n/);
    expect(shown).toContain('Deployment Manager must already be on the release');
  });

  it('to abandon a run that was started says so, with the reason', () => {
    const asked = { started: true };
    const shown = read(requestOn(through, 'abandon', asked, { reason: 'Support case 4711', status: 'open' }));
    expect(shown).toContain('“Support case 4711”');
    expect(shown).toContain('Even if started: yes, --started was given');
    expect(shown).toContain('Speak with Instabase Support before anybody agrees.');
  });

  it('that is done says what has to be done next; one that expired, how to ask for the same again', () => {
    const made = requestOn(through, 'abandon', { started: true });
    const ended = read({ ...made, status: 'ended', outcome: 'done', approvedBy: ['U0BOB'], decidedBy: 'U0BOB' });
    expect(ended).toMatch(/Outcome: done\. The upgrade has been abandoned\. .*Restart Deployment Manager now/);
    expect(ended).toContain('What was known when it was asked for\n');
    expect(read({ ...made, status: 'expired' })).toContain('To ask again: /upgrade abandon ib --started');
    const create = requestOn(nothingCreated, 'create', { release: '23.04.3', size: 'LARGE', keep: ['a', 'b'] });
    expect(read({ ...create, status: 'ended', outcome: 'not-sent' })).toContain(
      'Ask again: /upgrade create ib 23.04.3 --size LARGE --keep a,b',
    );
  });

  it('shows what a target answered, and counts what is too much', () => {
    const report = Array.from({ length: 9 }, (_one, index) => `config-${index}: unknown field`);
    const validate = aStagedRequest({ action: 'validate', reads: true, status: 'ended', outcome: 'done', report });
    expect(read(validate)).toMatch(/It says: “config-0: unknown field; .*config-5: unknown field; and 3 more”\. Next:/);
    const { report: _report, ...failed } = { ...validate, outcome: 'failed', outcomeDetail: 'no answer' } as const;
    expect(read(failed)).toContain('failed: the target gave no answer to it (no answer).');
  });

  it('bounds what the person who decides reads', () => {
    const evidence = Array.from({ length: 200 }, (_one, index) => `${index} ${'&'.repeat(20_000)}`);
    expect(read(requestOn(through, 'complete', {}, { evidence }))).toMatch(/• and \d+ more/);
  });
});
