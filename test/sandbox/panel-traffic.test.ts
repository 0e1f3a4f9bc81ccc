import { describe, expect, it } from 'vitest';
import { filtered } from '../../src/sandbox/page/panel/traffic-filter.js';
import { folded } from '../../src/sandbox/page/panel/traffic-fold.js';
import { askAfter, hasOpen, merged } from '../../src/sandbox/page/panel/traffic-list.js';
import { directionWords, problemWords, statusWords, tookWords } from '../../src/sandbox/page/panel/traffic-words.js';
import { look, request } from './panel-fixture.js';

const rowsOf = (...entries: Parameters<typeof folded>[0]) => folded(entries).map(({ id, count }) => [id, count]);

describe('folding the traffic', () => {
  it('folds reads with the same answer into one row with a count, and shows the newest of them', () => {
    const rows = folded([look(1), look(2), look(3)]);
    expect(rows).toEqual([{ id: 1, entry: look(3), count: 3, since: look(1).at }]);
  });

  it('folds reads that take turns, each with its own kind and target', () => {
    const other = { peer: 'ib', kind: 'GET /api/upgrades' };
    expect(rowsOf(look(1), look(2, other), look(3), look(4, other))).toEqual([
      [1, 2],
      [2, 2],
    ]);
  });

  it('keeps a read apart whose answer, status or problem differs', () => {
    const rows = rowsOf(
      look(1),
      look(2, { response: { state: 'MIXED' } }),
      look(3, { status: 502 }),
      look(4, { problem: 'refused' }),
    );
    expect(rows.map(([id]) => id)).toEqual([1, 2, 3, 4]);
  });

  it('folds reads that only another node has answered', () => {
    const by = (local: boolean) => ({ response: { nodes: [{ id: 'a', local }] } });
    expect(rowsOf(look(1, by(true)), look(2, by(false)))).toEqual([[1, 2]]);
  });

  it('does not fold what has changed and changed back: that happened later', () => {
    const other = { response: { state: 'MIXED' } };
    expect(rowsOf(look(1), look(2, other), look(3))).toHaveLength(3);
  });

  it('goes on folding reads of one product while another, or Slack, is changed', () => {
    expect(rowsOf(look(1), request(2), look(3, { peer: 'ib', kind: 'POST /start' }), look(4))).toEqual([
      [1, 2],
      [2, 1],
      [3, 1],
    ]);
  });

  it('begins anew behind a change of the same product, so that what was read after it stands after it', () => {
    expect(rowsOf(look(1), look(2), look(3, { kind: 'POST /rest/zdu/start' }), look(4))).toEqual([
      [1, 2],
      [3, 1],
      [4, 1],
    ]);
  });

  it('never folds what changes something, nor a read that has no answer yet', () => {
    expect(rowsOf(request(1), request(2), look(3, { ms: null }), look(4, { ms: null }))).toHaveLength(4);
  });

  it('goes on folding behind a read that has no answer yet', () => {
    expect(rowsOf(look(1), look(2, { ms: null }), look(3))).toEqual([
      [1, 2],
      [2, 1],
    ]);
  });

  it('folds reads of Slack too', () => {
    const read = { kind: 'conversations.replies' };
    expect(rowsOf(request(1, read), request(2, read))).toEqual([[1, 2]]);
  });
});

describe('filtering the traffic', () => {
  const entries = [request(1), look(2), request(3, { direction: 'slack-to-bot', problem: 'not acknowledged' })];
  const idsOf = (filter: Parameters<typeof filtered>[1]) => filtered(entries, filter).map(({ id }) => id);

  it('shows Slack in both directions, the products, or what went wrong', () => {
    expect(idsOf('all')).toEqual([1, 2, 3]);
    expect(idsOf('slack')).toEqual([1, 3]);
    expect(idsOf('products')).toEqual([2]);
    expect(idsOf('problems')).toEqual([3]);
  });
});

describe('what is known of the traffic', () => {
  it('asks for what is newer than the newest, when all have their answers', () => {
    expect(askAfter([], 5_000)).toBe(0);
    expect(askAfter([request(1), request(2)], 5_000)).toBe(2);
  });

  it('asks again from the oldest that waits for its answer', () => {
    const known = [request(1), request(2, { ms: null }), request(3)];
    expect(askAfter(known, 5_000)).toBe(1);
    expect(hasOpen(known, 5_000)).toBe(true);
  });

  it('gives up on an answer that is a minute late, and on one that is known to be missing', () => {
    const known = [request(1, { ms: null, at: 0 }), request(2, { ms: null, problem: 'cut', at: 60_000 })];
    expect(hasOpen(known, 60_001)).toBe(false);
    expect(askAfter(known, 60_001)).toBe(2);
  });

  it('replaces entries that have got their answers and leaves out those that the sandbox dropped', () => {
    const known = [request(1), request(2, { ms: null })];
    const entries = merged(known, { entries: [request(2), request(3)], dropped: 1 });
    expect(entries).toEqual([request(2), request(3)]);
  });

  it('keeps the newest two thousand', () => {
    const many = Array.from({ length: 2_001 }, (_, place) => request(place + 1));
    const entries = merged([], { entries: many, dropped: 0 });
    expect(entries).toHaveLength(2_000);
    expect(entries[0]?.id).toBe(2);
  });
});

describe('the words of a row', () => {
  it('says who sent it to whom', () => {
    expect(directionWords(request(1, { direction: 'slack-to-bot' }))).toBe('slack → bot');
    expect(directionWords(look(1))).toBe('bot → confluence');
  });

  it('says how long it took, that it still takes, or that no answer came', () => {
    expect(tookWords(request(1, { ms: 12.4 }))).toBe('12 ms');
    expect(tookWords(request(1, { ms: 0.3 }))).toBe('< 1 ms');
    expect(tookWords(request(1, { ms: 3_210 }))).toBe('3.2 s');
    expect(tookWords(request(1, { ms: null }))).toBe('…');
    expect(tookWords(request(1, { ms: null, problem: 'cut' }))).toBe('—');
  });

  it('shows an ack where a socket has no status', () => {
    expect(statusWords(request(1, { status: null, direction: 'slack-to-bot' }))).toBe('ack');
    expect(statusWords(request(1, { status: null }))).toBe('');
    expect(statusWords(request(1, { status: 429 }))).toBe('429');
  });

  it('says whether a failed change was carried out all the same', () => {
    expect(problemWords(request(1))).toBeNull();
    expect(problemWords(request(1, { problem: 'cut' }))).toBe('cut');
    expect(problemWords(request(1, { problem: 'cut', carriedOut: true }))).toBe('cut (carried out all the same)');
    expect(problemWords(request(1, { problem: 'refused', carriedOut: false }))).toBe('refused (not carried out)');
  });
});
