import { describe, expect, it } from 'vitest';
import type { Refusal } from '../../../src/core/answers.js';
import { refusalAnswer } from '../../../src/slack/render/refusal.js';
import { answering, T0 } from '../../support/builders.js';
import { expectSound, readable } from '../../support/rendered.js';

const target = 'confluence';

/** A refusal of each kind, and what its answer must say; a new kind does not compile until it is listed. */
const refusals: { [Why in Refusal['why']]: [Extract<Refusal, { why: Why }>, RegExp] } = {
  'not-member': [{ why: 'not-member', because: 'a guest' }, /full members.*you are a guest/],
  'not-operator': [{ why: 'not-operator', target }, /not among its operators/],
  'not-approver': [{ why: 'not-approver', target }, /not among its approvers/],
  'rights-unreadable': [
    { why: 'rights-unreadable', detail: 'slack-busy' },
    /rights could not be read.*Slack does not answer/,
  ],
  'unknown-action': [
    { why: 'unknown-action', word: 'stats', nearest: 'status', actions: ['status', 'start'], target },
    /no action stats\. Did you mean status\?\nWhat confluence can do: status, start/,
  ],
  'unknown-target': [
    { why: 'unknown-target', word: 'conf', nearest: target, targets: [target, 'bb'], action: 'start' },
    /no target conf\. Did you mean confluence\? Targets: confluence, bb\.\nFor example: \/upgrade start confluence/,
  ],
  'missing-target': [
    { why: 'missing-target', action: 'start', targets: [target] },
    /Which target\?.*\/upgrade start confluence/,
  ],
  'missing-node': [{ why: 'missing-node', target }, /Which node\?.*\/upgrade nodes confluence/],
  'unknown-option': [
    { why: 'unknown-option', option: '--x', action: 'start', options: ['--to'] },
    /start has no option --x\. Its options: --to/,
  ],
  'missing-value': [{ why: 'missing-value', option: '--to', action: 'start' }, /--to needs a value/],
  'extra-words': [{ why: 'extra-words', words: 'a b', action: 'list' }, /list takes nothing more, and you added a b/],
  'no-such-node': [{ why: 'no-such-node', target, node: 'x', nodes: ['conf-1'] }, /no node x\. Its nodes: conf-1/],
  'no-such-upgrade': [
    { why: 'no-such-upgrade', target, number: 12, last: 3 },
    /confluence has no upgrade #12; the newest is #3\. All of them: \/upgrade history confluence/,
  ],
  'not-offered': [
    { why: 'not-offered', action: 'retry', target, label: 'Confluence', offered: ['start'] },
    /Confluence has no retry\. What confluence can do: start/,
  ],
  'repeated-option': [{ why: 'repeated-option', option: '--to', action: 'start' }, /--to stands twice in start/],
  'target-first': [{ why: 'target-first', target, action: 'start' }, /is a target.*\/upgrade start confluence/],
  'version-path': [
    { why: 'version-path', target, from: '9.2.13', to: '9.4.0', reason: 'too far', remedy: 'plan a downtime' },
    /from 9\.2\.13 to 9\.4\.0 node by node: too far.*Instead: plan a downtime/s,
  ],
  'not-now': [
    {
      why: 'not-now',
      action: 'approve',
      target,
      state: 'MIXED',
      words: 'nodes differ',
      because: 'in ERROR: conf-2',
      allowed: ['start'],
    },
    /approve is not possible on confluence now: its state is MIXED \(nodes differ\)\. Reason: in ERROR: conf-2\. Nothing was done\.\nAllowed now: \/upgrade start confluence/,
  ],
  'in-flight': [
    { why: 'in-flight', target, action: 'start', by: 'U0A', since: T0, upgrade: 3 },
    /start is being carried out on confluence already \(upgrade #3, asked by @U0A/,
  ],
  'already-asked': [
    { why: 'already-asked', target, action: 'approve', by: 'U0A', expiresAt: T0, upgrade: 3 },
    /approve was asked for on confluence already \(upgrade #3, by @U0A\).*until 2026-11-20 09:00 UTC/,
  ],
  'target-unreachable': [
    { why: 'target-unreachable', target, detail: 'not-json', silent: false },
    /confluence is not reachable for the bot.*a web page instead of data/,
  ],
  'wrong-value': [
    { why: 'wrong-value', option: '--size', action: 'create', value: 'HUGE', allowed: ['STANDARD', 'LARGE'] },
    /HUGE is nothing that --size of create takes\. It takes: STANDARD, LARGE\. Nothing was done\./,
  ],
  'missing-reason': [
    { why: 'missing-reason', target: 'ib', action: 'abandon' },
    /abandon of ib needs a reason in this case.*at the end of the command\. Nothing was done\./,
  ],
  'no-bundle': [
    { why: 'no-bundle', target: 'ib', release: '23.1', because: 'base_configs is missing', releases: ['23.1', '23.4'] },
    /The bundle for the release 23\.1 cannot be used: base_configs is missing\. Nothing was done\.\nOthers: 23\.4\.\n\/upgrade create ib lists/,
  ],
  'no-findings': [
    { why: 'no-findings', target: 'ib', name: 'diff', detail: 'unreachable' },
    /ib did not answer diff: it does not answer.*\nNothing was changed\./,
  ],
  'store-down': [{ why: 'store-down' }, /cannot reach its store at the moment\. Nothing was done\./],
  moving: [{ why: 'moving', target }, /changing right now.*Try again in a few seconds/],
  'own-request': [{ why: 'own-request' }, /another person has to approve/],
  'approved-before': [{ why: 'approved-before' }, /approved this already/],
  decided: [
    { why: 'decided', status: 'rejected', by: 'U0B', at: T0 },
    /Too late: this request has been rejected \(@U0B\), 2026/,
  ],
  'no-such-request': [{ why: 'no-such-request' }, /no longer exists/],
  internal: [{ why: 'internal' }, /Something went wrong inside the bot/],
};

describe('a refusal', () => {
  it.each(Object.values(refusals))('says what was wrong and what to do: %o', (refusal, expected) => {
    const rendered = refusalAnswer(refusal, answering);
    expectSound(rendered);
    expect(readable(rendered)).toMatch(expected);
  });

  it('offers no guess when nothing is near', () => {
    const rendered = refusalAnswer(
      { why: 'unknown-target', word: 'zzz', targets: [target] },
      { ...answering, command: '/up' },
    );
    expect(readable(rendered)).not.toContain('Did you mean');
    expect(readable(rendered)).toContain('/up status confluence');
  });

  it('says when the state allows no action at all', () => {
    const refusal = { why: 'not-now', action: 'start', target, state: 'WAT', words: 'unknown', allowed: [] } as const;
    expect(readable(refusalAnswer(refusal, answering))).toContain('Allowed now: no action');
  });
});
