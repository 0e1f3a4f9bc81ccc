import { describe, expect, it } from 'vitest';
import type { EphemeralShown, MessageShown } from '../../src/sandbox/control/shown.js';
import {
  channelItems,
  type Failure,
  goesOn,
  newestByChannel,
  repliesByRoot,
  threadItems,
} from '../../src/sandbox/page/messages/feed.js';
import { playedThread } from '../../src/sandbox/page/messages/played-thread.js';

const CHANNEL = 'C0OPS';

function message(seconds: number, more: Partial<MessageShown> = {}): MessageShown {
  const ts = `${1_795_000_000 + seconds}.000000`;
  const fixed = { channel: CHANNEL, ts, thread: null, broadcast: false, from: 'U0BOT', isBot: true, text: 'a text' };
  return { ...fixed, blocks: [], edited: false, deleted: false, at: Number(ts) * 1000, files: [], ...more };
}

function ephemeral(seconds: number, more: Partial<EphemeralShown> = {}): EphemeralShown {
  const ts = `${1_795_000_000 + seconds}.000000`;
  return { channel: CHANNEL, ts, thread: null, text: 'for you', blocks: [], at: Number(ts) * 1000, ...more };
}

const root = message(1);
const reply = message(2, { thread: root.ts });
const broadcast = message(3, { thread: root.ts, broadcast: true });
const failure: Failure = { id: 1, channel: CHANNEL, thread: null, text: 'failed', at: 1_795_000_004_000 };
const keysOf = (items: readonly { readonly key: string }[]) => items.map(({ key }) => key);

describe('what a channel shows', () => {
  it('has roots, replies that were sent to the channel too, and what only the viewer sees, by time', () => {
    const own = ephemeral(2);
    const items = channelItems({ messages: [broadcast, reply, root], ephemerals: [own] }, [failure], CHANNEL);
    expect(keysOf(items)).toEqual([root.ts, `e${own.ts}`, broadcast.ts, 'f1']);
  });

  it('leaves out other channels, and private answers inside threads', () => {
    const elsewhere = message(1, { channel: 'D0BOT' });
    const inThread = ephemeral(2, { thread: root.ts });
    expect(channelItems({ messages: [elsewhere], ephemerals: [inThread] }, [], CHANNEL)).toEqual([]);
  });
});

describe('what a thread shows', () => {
  it('begins with the root and has replies and private answers of this thread only', () => {
    const own = ephemeral(4, { thread: root.ts });
    const other = message(5, { thread: '1.000000' });
    const items = threadItems(
      { messages: [other, reply, root, broadcast], ephemerals: [ephemeral(9), own] },
      [],
      root.ts,
    );
    expect(keysOf(items)).toEqual([root.ts, reply.ts, broadcast.ts, `e${own.ts}`]);
  });
});

describe('what is said of a root with replies', () => {
  it('counts replies that stand, tells whose they are and when the last came', () => {
    const byAlice = message(7, { thread: root.ts, from: 'U0ALICE' });
    const gone = message(8, { thread: root.ts, deleted: true });
    const found = repliesByRoot([root, reply, broadcast, byAlice, gone]).get(root.ts);
    expect(found).toEqual({ count: 3, lastAt: byAlice.at, from: ['U0BOT', 'U0ALICE'] });
  });

  it('says nothing of a message that nobody replied to', () => {
    expect(repliesByRoot([root]).size).toBe(0);
  });
});

describe('messages of the same sender', () => {
  const [first, next, late, other] = channelItems(
    { messages: [message(0), message(60), message(1_000), message(1_001, { from: 'U0ALICE' })], ephemerals: [] },
    [],
    CHANNEL,
  );

  it('go on without a name within five minutes', () => {
    expect(next && goesOn(first, next)).toBe(true);
  });

  it('show the name again later, and after somebody else', () => {
    expect(late && goesOn(next, late)).toBe(false);
    expect(other && goesOn(late, other)).toBe(false);
    expect(first && goesOn(undefined, first)).toBe(false);
  });
});

describe('unread marks', () => {
  it('are about what others wrote to the channel itself', () => {
    const own = message(20, { from: 'U0ALICE' });
    const newest = newestByChannel([root, broadcast, message(10, { thread: root.ts }), own], 'U0ALICE');
    expect(newest.get(CHANNEL)).toBe(Number(broadcast.ts));
  });
});

describe('the thread in which a scenario is told', () => {
  const playing = {
    play: { status: 'playing' },
    messages: [root, reply],
    thread: null,
    opened: new Set<string>(),
  } as const;

  it('is that of the newest card with replies', () => {
    expect(playedThread(playing)).toBe(root.ts);
    expect(playedThread({ ...playing, messages: [root] })).toBeUndefined();
  });

  it('takes the place of one that is gone with a reset, but of no other', () => {
    expect(playedThread({ ...playing, thread: '1.000000' })).toBe(root.ts);
    expect(playedThread({ ...playing, thread: root.ts })).toBeUndefined();
  });

  it('is opened once, and only while a scenario is played', () => {
    expect(playedThread({ ...playing, opened: new Set([root.ts]) })).toBeUndefined();
    expect(playedThread({ ...playing, play: { status: 'idle' } })).toBeUndefined();
  });
});
