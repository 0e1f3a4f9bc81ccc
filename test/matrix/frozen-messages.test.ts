import { describe, it } from 'vitest';
import { twoUpgrades } from '../support/frozen-story.js';

/**
 * Points on the way of messages and edits into Slack, at which a process is frozen: on the way of a start and of an
 * approval, and once more of each. Left out is the instant between the last look at the clock and the first byte of a
 * message, which no program can close.
 */
const points = [
  [
    'book intent of card, before',
    'book intent of request, before',
    'slack chat.postMessage of lines, answered',
    'slack chat.update, answered',
  ],
  ['book intent of card, after', 'book intent of request, after', 'slack chat.update, before', 'take up card, after'],
  [
    'slack chat.postMessage of card, sent',
    'slack chat.postMessage of request, sent',
    'slack chat.update, answered',
    'book posted lines, before',
  ],
  [
    'slack chat.postMessage of card, answered',
    'slack chat.postMessage of request, answered',
    'book edit of card begun, after',
    'book intent of lines, after',
  ],
  ['book posted card, before', 'book posted request, before', 'settle debt, before', 'slack chat.update, sent'],
  [
    'book intent of lines, after',
    'slack chat.update, before',
    'take up thread, after',
    'slack chat.postMessage of lines, sent',
  ],
] as const;

describe('a process that is frozen while others take over repeats nothing', () => {
  it.concurrent.for(points)(
    'at "%s", "%s", "%s" and "%s"',
    { timeout: 180_000 },
    async ([start, approve, again, last], context) => {
      await twoUpgrades([start, approve, again, last], context);
    },
  );
});
