import type { AskAnswer, DecisionAnswer, HomeTab, Offers, Shown } from '../../src/core/answers.js';
import { AppError } from '../../src/core/errors.js';
import type { Ask, Click, Services } from '../../src/core/services.js';

/** Services that keep what they were asked and answer what the test says. */
export interface StubServices extends Services {
  readonly asked: Ask[];
  readonly clicked: Click[];
  readonly shown: unknown[];
  readonly offered: { channel: string; ts: string; by: string }[];
  /** Who opened the Home tab. */
  readonly homes: string[];
  /** What the next answers are; changed by a test as it goes. */
  answers: {
    ask: AskAnswer;
    decide: DecisionAnswer;
    show: Shown;
    offers: Offers;
    home: HomeTab;
    threads: Map<string, string>;
  };
  /** `down` fails at once, `hanging` never answers. */
  store: 'up' | 'down' | 'hanging';
  /** Called before each piece of work ends. */
  beforeAnswer: () => Promise<void>;
}

export const acceptedStart: AskAnswer = {
  kind: 'accepted',
  target: 'confluence',
  upgrade: 12,
  seq: 2,
  request: {
    id: 'r1',
    action: 'start',
    by: 'U0ALICE',
    seen: { state: 'STABLE', phase: 'idle', nodes: [] },
    required: 0,
    expiresAt: 0,
    drops: [],
    approvers: [],
    nobodyElse: false,
    askedAt: 0,
    status: 'granted',
    approvedBy: [],
  },
};

export function stubServices(): StubServices {
  const seen = new Set<string>();
  const stub: StubServices = {
    asked: [],
    clicked: [],
    shown: [],
    offered: [],
    homes: [],
    store: 'up',
    beforeAnswer: async () => undefined,
    answers: {
      ask: acceptedStart,
      decide: { kind: 'approved', granted: true, approvals: 1, required: 1 },
      show: { kind: 'list', targets: [] },
      offers: { kind: 'elsewhere', running: [] },
      home: { kind: 'home', readAt: 0, targets: [] },
      threads: new Map(),
    },
    firstDelivery: async (key) => {
      await storeAnswer(stub.store);
      const first = !seen.has(key);
      seen.add(key);
      return first;
    },
    targetOfThread: async (channel, ts) => {
      await storeAnswer(stub.store);
      return stub.answers.threads.get(`${channel} ${ts}`);
    },
    offers: async (thread, by) => {
      stub.offered.push({ ...thread, by });
      return stub.answers.offers;
    },
    home: async (by) => {
      stub.homes.push(by);
      await stub.beforeAnswer();
      return stub.answers.home;
    },
    ask: async (ask) => {
      stub.asked.push(ask);
      await stub.beforeAnswer();
      return stub.answers.ask;
    },
    decide: async (click) => {
      stub.clicked.push(click);
      await stub.beforeAnswer();
      return stub.answers.decide;
    },
    show: async (intent) => {
      stub.shown.push(intent);
      await stub.beforeAnswer();
      return stub.answers.show;
    },
    cardOf: async (_target, _upgrade) => ({
      kind: 'posted',
      channel: 'C0OPS',
      ts: '1.0',
      link: 'https://slack.test/p1',
    }),
  };
  return stub;
}

async function storeAnswer(store: StubServices['store']): Promise<void> {
  if (store === 'down') throw new AppError('store-down', 'Redis did not answer');
  if (store === 'hanging') await new Promise<never>(() => undefined);
}
