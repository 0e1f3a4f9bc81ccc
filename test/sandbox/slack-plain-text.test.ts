import { describe, expect, it } from 'vitest';
import { plainText } from '../../src/sandbox/slack/plain-text.js';

const names: Record<string, string> = { U1: 'alice', S1: 'ops', C1: 'upgrades' };
const nameOf = (id: string) => names[id] ?? id;
const plain = (text: string) => ({ type: 'plain_text', text });
const rich = (...elements: object[]) => ({ type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] });
const show = (...blocks: object[]) => plainText({ text: 'fallback', blocks }, nameOf);

describe('plain text of a message', () => {
  it('is its text when it has no blocks, with mentions, links and escapes resolved', () => {
    const text = '<@U1|al> and <!subteam^S1>: see <https://x.test|the log> in <#C1>, a &lt; b &amp;&amp; c, <!here>';

    expect(plainText({ text }, nameOf)).toBe('@alice and @ops: see the log in #upgrades, a < b && c, @here');
  });

  it('draws a card with its plan', () => {
    const task = (title: string, status: string, details?: object) => ({
      type: 'task_card',
      task_id: title,
      title,
      status,
      details,
    });
    const card = show(
      { type: 'header', text: plain('Confluence #12') },
      { type: 'section', text: plain('MIXED'), fields: [{ type: 'mrkdwn', text: '*From* 9.1' }, plain('To 9.2')] },
      {
        type: 'plan',
        title: 'Nodes',
        tasks: [task('node-1', 'complete'), task('node-2', 'error', rich({ type: 'text', text: 'ERROR' }))],
      },
      { type: 'divider' },
      { type: 'context', elements: [plain('asked by'), { type: 'mrkdwn', text: '<@U1>' }] },
      {
        type: 'actions',
        elements: [
          { type: 'button', text: plain('Approve') },
          { type: 'button', text: plain('Reject') },
        ],
      },
    );

    expect(card.split('\n')).toEqual([
      '== Confluence #12 ==',
      'MIXED',
      '*From* 9.1',
      'To 9.2',
      'Nodes',
      '  [x] node-1',
      '  [!] node-2',
      '        ERROR',
      '----',
      'asked by  @alice',
      '[ Approve ] [ Reject ]',
    ]);
  });

  it('reads rich text leaf by leaf, and lists, quotes and logs line by line', () => {
    const section = (...elements: object[]) => ({ type: 'rich_text_section', elements });
    const text = (value: string) => ({ type: 'text', text: value });

    expect(
      show(
        rich(
          { type: 'user', user_id: 'U1' },
          text(' asks '),
          { type: 'usergroup', usergroup_id: 'S1' },
          { type: 'date', timestamp: 0, format: '{time}', fallback: ' at noon' },
        ),
        {
          type: 'rich_text',
          elements: [
            { type: 'rich_text_list', style: 'bullet', elements: [section(text('a')), section(text('b'))] },
            { type: 'rich_text_list', style: 'ordered', indent: 1, elements: [section(text('c'))] },
            { type: 'rich_text_quote', elements: [text('said')] },
            { type: 'rich_text_preformatted', elements: [text('log 1\nlog 2')] },
          ],
        },
      ),
    ).toBe('@alice asks @ops at noon\n• a\n• b\n  1. c\n> said\n    log 1\n    log 2');
  });

  it('shows tables by row and containers by their children', () => {
    const raw = (text: string) => ({ type: 'raw_text', text });
    const table = {
      type: 'table',
      rows: [
        [raw('node'), raw('state')],
        [raw('n1'), rich({ type: 'text', text: 'ACTIVE' })],
      ],
    };

    expect(show({ type: 'container', title: plain('Nodes'), child_blocks: [table] })).toBe(
      'Nodes\nnode | state\nn1 | ACTIVE',
    );
  });
});
