import type { InstabaseServer } from '../instabase/server.js';
import type { ZduServer } from '../zdu/server.js';
import type { End, FaultSwitch, Waiting } from './switch.js';
import { type Found, targetsOf } from './target.js';

const FOR_EVER = Number.POSITIVE_INFINITY;

const clusterChanges = ['start', 'cancel', 'approve', 'retry'] as const;
const instabaseChanges = ['create', 'start', 'complete', 'pause', 'retry', 'continue', 'rollback', 'abandon'] as const;

const all = (ends: readonly End[]) => async (): Promise<void> => {
  for (const end of ends) await end();
};

function losesNextChange({ faults }: ZduServer): Waiting {
  const end = faults.loseReply(clusterChanges, { times: 1 });
  return { end, hasStruck: () => end.hits() > 0 };
}

function losesNextCall({ faults }: InstabaseServer): Waiting {
  const waiting = instabaseChanges.map((verb) => faults.loseReply(verb));
  return {
    hasStruck: () => waiting.some((fault) => fault.hits() > 0),
    end() {
      for (const fault of waiting) fault.clear();
    },
  };
}

const losesNext = (found: Found): Waiting =>
  found.kind === 'cluster' ? losesNextChange(found.server) : losesNextCall(found.server);

const answersHtml = (found: Found): End =>
  found.kind === 'cluster'
    ? found.server.faults.html()
    : found.server.faults.html('*', { status: 502, times: FOR_EVER }).clear;

export const productSwitches: readonly FaultSwitch[] = [
  {
    id: 'product-lost-reply',
    where: 'product',
    kind: 'push',
    label: 'Lose the reply to the next change',
    see: 'A product does what it is asked (start, finalize …), and the bot never learns it. It does not ask again: it looks, and the thread says what it found.',
    words: 'the reply to the next change will be lost',
    push(session) {
      const waiting = targetsOf(session).map(losesNext);
      return { hasStruck: () => waiting.some(({ hasStruck }) => hasStruck()), end: all(waiting.map(({ end }) => end)) };
    },
  },
  {
    id: 'product-html',
    where: 'product',
    kind: 'switch',
    label: 'A proxy answers with a page (502)',
    see: 'After a few polls the thread of a running upgrade says, once, that the target is not reachable, and at most 15 seconds after the end, once, that it is again.',
    words: 'a proxy answers in place of every product',
    begin: (session) => all(targetsOf(session).map(answersHtml)),
  },
  {
    id: 'product-down',
    where: 'product',
    kind: 'switch',
    label: 'All products are down',
    see: 'The same in the thread; commands that need the product are refused with the reason, and nothing is done.',
    words: 'no product is reachable',
    async begin(session) {
      const targets = targetsOf(session);
      await Promise.all(targets.map(({ server }) => server.faults.down('reset')));
      return all(targets.map(({ server }) => server.faults.up));
    },
  },
];
