import { describe, expect, it } from 'vitest';
import { forRenderer, readable } from '../../src/sandbox/page/blocks/escaped.js';
import type { Item } from '../../src/sandbox/page/messages/feed.js';
import { leftOut } from '../../src/sandbox/page/messages/recent.js';

describe('texts that were escaped', () => {
  it.for([
    ['a &lt;b&gt; c', 'a &#60;b&#62; c'],
    ['&lt;!channel&gt; and <!channel>', '&#60;!channel&#62; and <!channel>'],
    ['&amp;lt;', '&amp;lt;'],
    ['`&lt;target&gt; &amp;` &lt;', '`&lt;target> &` &#60;'],
    ['```\n&lt;a&gt;\n``` &gt;', '```\n&lt;a>\n``` &#62;'],
    ['&gt; quoted\n&gt; &gt; on', '> quoted\n> &#62; on'],
    ['one ` alone &lt;', 'one ` alone &#60;'],
  ] as const)('%j is handed to the renderer as %j', ([text, handed]) => {
    expect(forRenderer(text)).toBe(handed);
  });

  it('are looked for in every mrkdwn of a block, however deep, and left alone elsewhere', () => {
    const mrkdwn = { type: 'mrkdwn', text: '&lt;' };
    const plain = { type: 'plain_text', text: '&lt;' };
    const [section, context] = readable([
      { type: 'section', text: plain, fields: [mrkdwn] },
      { type: 'context', elements: [mrkdwn, plain] },
    ]);
    expect(section).toEqual({ type: 'section', text: plain, fields: [{ ...mrkdwn, text: '&#60;' }] });
    expect(context).toEqual({ type: 'context', elements: [{ ...mrkdwn, text: '&#60;' }, plain] });
  });
});

describe('thousands of rows', () => {
  const items = (count: number): Item[] => Array.from({ length: count }) as Item[];

  it.for([
    [300, 300, false, 0],
    [301, 300, false, 100],
    [400, 300, false, 100],
    [401, 300, false, 200],
    [301, 300, true, 0],
    [302, 300, true, 100],
    [5_000, 300, false, 4_700],
    [5_000, 5_100, false, 0],
  ] as const)('of %d, at most about %d, in a thread: %j, leave out %d', ([count, most, inThread, hidden]) => {
    expect(leftOut(items(count), most, inThread)).toBe(hidden);
  });
});
