import { describe, expect, it } from 'vitest';
import { escapeText, plainLine } from '../../../src/slack/render/escape.js';
import { bold, line, link, mention, person, plainText, plainTextOf } from '../../../src/slack/render/leaves.js';
import { duration, moment } from '../../../src/slack/render/times.js';

describe('plainLine', () => {
  it('puts text on one line without controls and marks that turn writing around', () => {
    expect(plainLine('a\r\n\tb\u0000\u202ec\u2066d\u200f')).toBe('a bcd');
  });

  it('cuts by characters as people count them, never through one', () => {
    expect(plainLine('😀😀😀', 3)).toBe('😀😀😀');
    expect(plainLine('😀😀😀😀', 3)).toBe('😀😀…');
  });

  it('replaces half a character', () => {
    expect(plainLine('a\ud83db')).toBe('a\ufffdb');
  });

  it('is quick and short with very long text', () => {
    expect([...plainLine('x'.repeat(5_000_000), 50)]).toHaveLength(50);
  });
});

describe('escapeText', () => {
  it('leaves nothing for Slack to read', () => {
    expect(escapeText('<!channel> & <@U123>')).toBe('&lt;!channel&gt; &amp; &lt;@U123&gt;');
  });
});

describe('line', () => {
  it('keeps our words and cleans what stands between them', () => {
    expect(line`Node ${'<!here>\nx'} is ${bold('up')}.`).toEqual([
      { type: 'text', text: 'Node <!here> x is ' },
      { type: 'text', text: 'up', style: { bold: true } },
      { type: 'text', text: '.' },
    ]);
  });

  it('shows an id that is none as text', () => {
    expect(person('<!channel>')).toEqual([{ type: 'text', text: '<!channel>' }]);
    expect(mention('S0APPROVERS')).toEqual([{ type: 'usergroup', usergroup_id: 'S0APPROVERS' }]);
    expect(link('javascript:alert(1)', 'thread')).toEqual([{ type: 'text', text: 'thread' }]);
  });
});

describe('plainText', () => {
  it('escapes text and writes mentions and dates as Slack reads them', () => {
    const one = line`${person('U0BOB')} & ${mention('S0APPROVERS')}: ${'<!channel>'} ${moment(0)}`;
    expect(plainText(one, 3000)).toBe(
      '<@U0BOB> &amp; <!subteam^S0APPROVERS>: &lt;!channel&gt; ' +
        '<!date^0^{date_short_pretty} at {time}^1970-01-01 00:00 UTC>',
    );
  });

  it('never cuts through an escaped character or a token', () => {
    const one = line`ab${'<<<<'}${person('U0BOB')}`;
    for (let max = 4; max < 40; max += 1) {
      expect(plainText(one, max)).toMatch(/^ab(&lt;)*(…|<@U0BOB>)?$/);
      expect(plainText(one, max).length).toBeLessThanOrEqual(max);
    }
  });
});

describe('plainTextOf', () => {
  it('cuts the longest lines and loses none', () => {
    const lines = [
      line`first`,
      line`${bold('x'.repeat(4000), 4000)}`,
      line`${bold('y'.repeat(4000), 4000)}`,
      line`last`,
    ];
    const text = plainTextOf(lines);
    expect(text.length).toBeLessThanOrEqual(3000);
    expect(text.split('\n').map((one) => one.slice(0, 5))).toEqual(['first', 'xxxxx', 'yyyyy', 'last']);
    expect(text.length).toBeGreaterThan(2900);
  });
});

describe('duration', () => {
  it.each([
    [0, '1 s'],
    [45_000, '45 s'],
    [12 * 60_000, '12 min'],
    [125 * 60_000, '2 h 5 min'],
    [120 * 60_000, '2 h'],
    [76 * 3_600_000, '3 d 4 h'],
  ])('of %d ms reads %s', (ms, words) => {
    expect(duration(ms)).toBe(words);
  });
});
