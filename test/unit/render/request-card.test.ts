import { describe, expect, it } from 'vitest';
import type { RequestView } from '../../../src/core/view.js';
import { actionIds, decodeButtonValue } from '../../../src/slack/ids.js';
import type { Rendered } from '../../../src/slack/render/message.js';
import { requestMessage } from '../../../src/slack/render/request-card.js';
import { aNode, anUpgrade, aProfile, aRequest, minutes, T0 } from '../../support/builders.js';
import { expectSound, readable } from '../../support/rendered.js';

function request(changes: Partial<RequestView> = {}): Rendered {
  const context = { view: anUpgrade(), profile: aProfile(), command: '/upgrade', request: aRequest(changes) };
  const rendered = requestMessage(context);
  expectSound(rendered);
  return rendered;
}

const actionsOf = ({ blocks }: Rendered) => blocks.flatMap((block) => (block.type === 'actions' ? block.elements : []));
const buttonsOf = (rendered: Rendered) =>
  actionsOf(rendered).flatMap((element) => (element.type === 'button' ? [element] : []));

describe('an open request', () => {
  it('says everything that the person who decides has to know', () => {
    const { seen } = aRequest();
    const nodes = ['conf-1', 'conf-2', 'conf-4'].map((name) => aNode({ id: name, name }));
    const drops = { drops: ['conf-4'], seen: { ...seen, nodes } };
    const rendered = request({ reason: 'change CHG123', approvers: ['S0APPROVERS', 'U0BOB'], ...drops });
    expect(readable(rendered)).toBe(`@S0APPROVERS @U0BOB: please decide. Finalize the upgrade: confluence #12 (approve)
:warning: 1 of 3 nodes is off and will be dropped from the cluster; 2 stay:
• conf-4
Asked by: @U0ALICE, 2026-11-20 09:30 UTC; “change CHG123”
State when asked: READY_TO_RUN_UPGRADE_TASKS (all running nodes are upgraded; the upgrade can be finalized)
What it does: ${aProfile().actions.approve?.effect}
Way back: ${aProfile().actions.approve?.wayBack}
Needs: one other person from the approvers. @U0ALICE cannot approve, but may withdraw it with Reject.
Stands until: 2026-11-20 10:00 UTC. If the target changes before, it becomes void.
[ Approve ] [ Reject ]`);
  });

  it('mentions approvers in blocks and text, so that they are notified', () => {
    const rendered = request({ approvers: ['S0APPROVERS', 'U0BOB'] });
    expect(rendered.text).toMatch(
      /^<!subteam\^S0APPROVERS> <@U0BOB>: please decide\. Finalize the upgrade: confluence #12/,
    );
    expect(JSON.stringify(rendered.blocks)).toContain('{"type":"usergroup","usergroup_id":"S0APPROVERS"}');
    expect(JSON.stringify(rendered.blocks)).toContain('{"type":"user","user_id":"U0BOB"}');
  });

  it('has one button to approve, which asks once more, and one to reject', () => {
    const [approve, reject, ...more] = buttonsOf(request({ drops: ['a', 'b'] }));
    expect(more).toEqual([]);
    expect(approve).toMatchObject({ action_id: actionIds.approve, style: 'primary', text: { text: 'Approve' } });
    expect(approve?.confirm?.text.text).toMatch(/^confluence, upgrade #12\. 2 nodes will be dropped\. Way back: none/);
    expect(reject).toMatchObject({ action_id: actionIds.reject, style: 'danger', text: { text: 'Reject' } });
    expect(reject?.confirm).toBeUndefined();
    const stands = { target: 'confluence', upgrade: 12, request: 'r1' };
    expect([approve, reject].map((button) => decodeButtonValue(button?.value))).toEqual([stands, stands]);
  });

  it('asks no question before an approval that can be taken back', () => {
    expect(buttonsOf(request({ action: 'start' }))[0]?.confirm).toBeUndefined();
  });

  it('says so when nobody but the person who asked could approve', () => {
    expect(readable(request({ nobodyElse: true }))).toContain('nobody but the person who asked could approve this');
  });

  it('says how many approvals are needed and who has given one', () => {
    expect(readable(request({ required: 2, approvedBy: ['U0BOB'] }))).toContain(
      'Needs: 2 other people from the approvers; so far by @U0BOB.',
    );
  });

  it('names the version that was asked for', () => {
    expect(readable(request({ action: 'start', to: '9.2.21' }))).toContain('To version: 9.2.21');
  });

  it('names each of thirty nodes with long names that will be dropped', () => {
    const drops = Array.from({ length: 30 }, (_one, index) => `node-${index}-${'x'.repeat(190)}`);
    const rendered = request({ drops });
    const read = readable(rendered);
    for (const name of drops) expect(read).toContain(name.slice(0, 8));
    expect(read.match(/• node-\d+-x+/g)).toHaveLength(30);
    expect(buttonsOf(rendered)).toHaveLength(2);
  });
});

describe('a decided request', () => {
  const at = { decidedAt: T0 + minutes(35) };
  const by = { ...at, decidedBy: 'U0BOB' };

  it.each<[string, Partial<RequestView>, RegExp]>([
    [
      'approved',
      { status: 'granted', approvedBy: ['U0BOB'], ...by },
      /: approved by @U0BOB, 2026-11-20 09:35 UTC\.\nUnder way: finalizing/,
    ],
    ['under way', { status: 'begun', approvedBy: ['U0BOB'], ...by }, /: approved by @U0BOB.*\nUnder way: finalizing/],
    ['rejected', { status: 'rejected', ...by }, /: rejected by @U0BOB, 2026-11-20 09:35 UTC\. Nothing was sent\./],
    ['withdrawn', { status: 'withdrawn', ...at, decidedBy: 'U0ALICE' }, /: withdrawn by @U0ALICE, who asked, 2026/],
    [
      'void',
      { status: 'voided', changes: ['node conf-1 left the cluster'], ...at },
      /: void, 2026.* changed since it was asked for: node conf-1 left the cluster\. Nothing was sent\. To ask again: \/upgrade approve confluence/,
    ],
    [
      'expired',
      { status: 'expired', ...at },
      /: expired, 2026-11-20 09:35 UTC: it was not approved in time\. Nothing was sent\./,
    ],
    [
      'done',
      { status: 'ended', approvedBy: ['U0BOB'], ...by, outcome: 'done', outcomeAt: T0 },
      /Outcome, 2026-11-20 09:00 UTC: done\./,
    ],
    [
      'not done',
      { status: 'ended', approvedBy: ['U0BOB'], ...by, outcome: 'not-done', outcomeAt: T0 },
      /Outcome, 2026.*: not done: .*ask again/,
    ],
  ])('says that it is %s, and has neither buttons nor mentions of approvers', (_name, changes, expected) => {
    const rendered = request(changes);
    expect(readable(rendered)).toMatch(expected);
    expect(actionsOf(rendered)).toEqual([]);
    expect(JSON.stringify(rendered)).not.toContain('S0APPROVERS');
  });
});
