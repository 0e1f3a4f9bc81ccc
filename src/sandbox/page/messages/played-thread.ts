import type { MessageShown, PlayShown } from '../../control/shown.js';

interface Shown {
  readonly play: Pick<PlayShown, 'status'>;
  readonly messages: readonly MessageShown[];
  /** The root of the thread that is open. */
  readonly thread: string | null;
  /** Roots that were opened by themselves before: who closed one does not want it. */
  readonly opened: ReadonlySet<string>;
}

/**
 * The root of a thread that should be open because a scenario is played and the thread is where it is told: that of
 * the newest root with replies. Undefined when nothing should change.
 */
export function playedThread({ play, messages, thread, opened }: Shown): string | undefined {
  if (play.status !== 'playing') return undefined;
  const isThere = messages.some(({ ts, deleted }) => ts === thread && !deleted);
  const replied = new Set(messages.map((message) => message.thread));
  const root = messages.findLast((message) => message.thread === null && message.isBot && replied.has(message.ts));
  return root === undefined || isThere || opened.has(root.ts) ? undefined : root.ts;
}
