import { describe, expect, it } from 'vitest';
import type { Check, CheckGroup } from '../../../src/core/checkup.js';
import { doctorAnswer } from '../../../src/slack/render/doctor.js';
import { expectSound, readable } from '../../support/rendered.js';

const ok = (name: string): Check => ({ name, result: 'ok', detail: 'well' });
const failed: Check = {
  name: 'channel',
  about: 'C0OPS',
  result: 'failed',
  detail: 'the bot is not in it',
  remedy: 'Invite the bot to it.',
};
const warning: Check = { name: 'scopes', result: 'warning', detail: 'the token lacks im:write', remedy: 'Add it.' };
const unknown: Check = { name: 'buttons', result: 'unknown', detail: 'none has arrived', remedy: 'Press one.' };

const slack = (...checks: Check[]): CheckGroup => ({ kind: 'slack', title: 'Slack', checks });
const target = (title: string, ...checks: Check[]): CheckGroup => ({ kind: 'target', title, checks });
const read = (...groups: CheckGroup[]): string => readable(doctorAnswer(groups));

describe('the answer of doctor', () => {
  it('is short when all is fine', () => {
    expect(read(slack(ok('token'), ok('channel'), ok('channel')), target('confluence', ok('state')))).toBe(
      'All 4 checks are fine\nFine\n• Slack: 3 checks (token, channel)\n• confluence: 1 check (state)',
    );
  });

  it('begins with what failed, then warns, then says what could not be checked, each with what to do', () => {
    expect(read(slack(unknown, ok('token'), warning, failed))).toBe(
      [
        '1 of 4 checks failed, 1 warning, 1 could not be checked',
        'Slack',
        '• :x: channel #C0OPS (failed): the bot is not in it. Invite the bot to it.',
        '• :warning: scopes (warning): the token lacks im:write. Add it.',
        '• :grey_question: buttons (not known): none has arrived. Press one.',
        'Fine',
        '• Slack: 1 more check (token)',
      ].join('\n'),
    );
  });

  it('names the result in its plain text too, where no emoji is seen', () => {
    const { text } = doctorAnswer([slack(failed)]);

    expect(text).toContain('channel <#C0OPS> (failed): the bot is not in it. Invite the bot to it.');
  });

  it('puts groups with problems before everything that is fine', () => {
    const text = read(slack(ok('token')), target('confluence', ok('state')), target('jira', failed));

    expect(text.indexOf('jira')).toBeLessThan(text.indexOf('Slack'));
  });

  it('shows one line per group when many are in trouble', () => {
    const groups = Array.from({ length: 60 }, (_, index) => target(`wiki-${index}`, failed, warning, ok('state')));

    const rendered = doctorAnswer(groups);

    expectSound(rendered);
    expect(rendered.blocks.length).toBeLessThan(10);
    expect(readable(rendered)).toContain('• wiki-0: channel: the bot is not in it (and 1 more problem)');
  });

  it('keeps within one message when every check of many groups fails at length', () => {
    const long: Check = { ...failed, detail: 'long words '.repeat(100), remedy: 'Do this and that. '.repeat(40) };

    for (const count of [1, 5, 12, 13, 40]) {
      expectSound(doctorAnswer(Array.from({ length: count }, () => target('wiki', ...Array<Check>(12).fill(long)))));
    }
  });
});
