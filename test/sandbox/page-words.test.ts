import { describe, expect, it } from 'vitest';
import { linkedMessage } from '../../src/sandbox/page/messages/permalink.js';
import { plainWords, replyWords, sizeWords } from '../../src/sandbox/page/words/plain.js';
import { agoWords, dayWords, shortTime, slackDate, timeOfDay } from '../../src/sandbox/page/words/times.js';

const now = new Date(2026, 10, 20, 17, 30, 0).getTime();
const hours = (count: number): number => count * 3_600_000;
const US = 'en-US';

describe('dates as Slack shows them', () => {
  it.for([
    ['{date_short_pretty} at {time}', 0, 'today at 5:30 PM'],
    ['{date_pretty}', hours(-24), 'yesterday'],
    ['{date_long_pretty}', hours(24), 'tomorrow'],
    ['{date_short_pretty}', hours(-48), 'Nov 18, 2026'],
    ['{date_num} {time_secs}', 0, '11/20/2026 5:30:00 PM'],
    ['{ago}', -180_000, '3 minutes ago'],
    ['{unheard_of}', 0, '{unheard_of}'],
  ] as const)('%s, %d ms from now, is %j', ([format, offset, words]) => {
    expect(slackDate(format, now + offset, now, US)).toBe(words);
  });

  it('calls the hours before midnight yesterday, however few', () => {
    const midnight = new Date(2026, 10, 20, 0, 5, 0).getTime();
    expect(slackDate('{date_pretty}', midnight - 600_000, midnight, US)).toBe('yesterday');
  });
});

describe('times', () => {
  it.for([
    [2_000, 'just now'],
    [42_000, '42 seconds ago'],
    [60_000, '1 minute ago'],
    [600_000, '10 minutes ago'],
    [hours(2), 'today at 3:30 PM'],
    [hours(25), 'yesterday at 4:30 PM'],
  ] as const)('%d ms ago are %j', ([ago, words]) => {
    expect(agoWords(now - ago, now, US)).toBe(words);
  });

  it('name the day above its messages', () => {
    expect(dayWords(now, now, US)).toBe('Today');
    expect(dayWords(now - hours(24 * 4), now, US)).toBe('Monday, November 16');
  });

  it('are written as the country does, and shorter in a narrow column', () => {
    expect(timeOfDay(now, 'de-DE')).toBe('17:30');
    expect(timeOfDay(now, US)).toBe('5:30 PM');
    expect(shortTime(now, US)).toBe('5:30');
  });
});

describe('a text that is read out', () => {
  it('has names for ids, labels for links and fallbacks for dates', () => {
    const text =
      '<@U1> asks <!subteam^S1>: <https://x.test/a|here> in <#C1>, <!date^1^{time}^17:30 UTC> &lt;now&gt; <!here>';
    expect(plainWords(text, { U1: 'alice', S1: 'approvers', C1: 'ops' })).toBe(
      '@alice asks @approvers: here in #ops, 17:30 UTC <now> @here',
    );
  });

  it('keeps an id that has no name', () => {
    expect(plainWords('<@U9>', {})).toBe('@U9');
    expect(plainWords('<@constructor>', {})).toBe('@constructor');
  });

  it('counts replies and bytes', () => {
    expect([replyWords(1), replyWords(12)]).toEqual(['1 reply', '12 replies']);
    expect([sizeWords(1), sizeWords(401), sizeWords(1_234), sizeWords(2_500_000)]).toEqual([
      '1 byte',
      '401 bytes',
      '1.2 kB',
      '2.5 MB',
    ]);
  });
});

describe('links to messages', () => {
  it('lead to a message, and to the thread that it is in', () => {
    const url = 'http://127.0.0.1:4000/archives/C0OPS/p1795195988613000';
    expect(linkedMessage(url)).toEqual({ channel: 'C0OPS', ts: '1795195988.613000', thread: null });
    expect(linkedMessage(`${url}?thread_ts=1795195980.000100&cid=C0OPS`)?.thread).toBe('1795195980.000100');
  });

  it.for([
    'https://example.test/',
    'no address',
    'http://127.0.0.1/archives/C0OPS',
    'http://127.0.0.1/archives/C0OPS/p1',
  ])('are nothing else: %s', (url) => {
    expect(linkedMessage(url)).toBeUndefined();
  });
});
