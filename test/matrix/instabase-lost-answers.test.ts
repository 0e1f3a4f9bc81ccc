import { describe, it } from 'vitest';
import type { InstabaseServer } from '../../src/sandbox/instabase/server.js';
import type { Message } from '../../src/sandbox/slack/state.js';
import { eventually } from '../support/eventually.js';
import { anInstabaseStory, type InstabaseStory } from '../support/instabase-story.js';
import { doubledLines } from '../support/once.js';
import { cast } from '../support/story.js';

type Verb = 'create' | 'start' | 'pause' | 'retry' | 'continue' | 'rollback' | 'abandon' | 'complete';
type Break = (server: InstabaseServer, verb: Verb) => unknown;

/** Every action once: each with its own fault on the way, and what has to be true before it. */
const steps: readonly (readonly [verb: Verb, words: string, before: (story: InstabaseStory) => unknown])[] = [
  ['create', '23.07.0', () => undefined],
  ['start', '', () => undefined],
  ['pause', '', (story) => story.reaches('TURN_DOWN')],
  ['retry', '', ({ ib }) => ib.run.finishStage()],
  ['continue', '', ({ ib }) => ib.run.failStage('workloads do not go down')],
  ['rollback', '', ({ ib }) => ib.run.failStage('disk is full')],
  ['abandon', '--started support said so', () => undefined],
  ['create', '23.07.0', () => undefined],
  [
    'complete',
    '',
    ({ ib }) => {
      ib.run.act('start');
      ib.run.enterStage('CONFIRM_COMPLETION');
    },
  ],
];

const approved: readonly Verb[] = ['abandon', 'complete'];

/** Asks for an action, has it approved where that is needed, and waits for what the newest thread says of it. */
async function ask(story: InstabaseStory, verb: Verb, words: string, said: RegExp): Promise<string> {
  const before = story.lines().length;
  // The reading on which the answer rests shows what was done to the run a moment ago.
  await story.looks(2);
  const answer = await story.type(cast.alice, `${verb} ib ${words}`);
  if (!/Accepted|waits for the approvers/.test(answer)) throw new Error(answer);
  if (approved.includes(verb)) await story.press(cast.bob, await story.openRequest(), 'Approve');
  const line = new RegExp(`${verb}: ${said.source}`);
  return await eventually(
    `${line}`,
    () =>
      story
        .lines()
        .slice(before)
        .find((one) => line.test(one)),
    60_000,
  );
}

const threadOf = (story: InstabaseStory, root: Message): string[] =>
  story.slack
    .everything(cast.channel)
    .filter(({ thread_ts, broadcast }) => thread_ts === root.ts && !broadcast)
    .flatMap((message) => story.read(message).split('\n'));

const once = { times: 1 } as const;
const forGood = { times: Number.POSITIVE_INFINITY } as const;

describe('an answer that is lost', () => {
  const faults: readonly (readonly [name: string, fault: Break])[] = [
    ['cut off after the call was carried out', (server, verb) => server.faults.loseReply(verb, once)],
    [
      'a proxy that gives up while the call goes on',
      (server, verb) => server.faults.html(verb, { ...once, acted: true }),
    ],
    ['a success that is no JSON', (server, verb) => server.faults.garbage(verb, { ...once, acted: true })],
  ];

  it.concurrent.for(faults)(
    'through %s is made good by what the target shows, for every action',
    async ([, fault], context) => {
      const { expect } = context;
      const story = await anInstabaseStory({ instabase: { stageMs: Number.POSITIVE_INFINITY } }, context);
      for (const [verb, words, before] of steps) {
        await before(story);
        fault(story.ib, verb);
        await ask(story, verb, words, /done/);
      }
      await story.line(/Upgrade finished/);
      await story.quiet();

      expect(story.posts()).toEqual(steps.map(([verb]) => verb));
      const outcomes = story.lines().flatMap((line) => /\b([a-z]+): (done|not|failed|unknown)\b/.exec(line)?.[0] ?? []);
      expect(outcomes).toEqual(steps.map(([verb]) => `${verb}: done`));
      expect(story.roots()).toHaveLength(2);
      for (const root of story.roots()) expect(doubledLines(threadOf(story, root))).toEqual([]);
    },
  );
});

describe('a call that never arrives', () => {
  // A creation is waited for as long as an upload may take: that is tested with a clock of its own.
  const others = steps.filter(([verb]) => verb !== 'create');

  it.concurrent('is told as not done and waits for a person, for every action but create', async (context) => {
    const { expect } = context;
    const before = ({ ib }: { ib: InstabaseServer }): void => ib.run.create();
    const story = await anInstabaseStory({ instabase: { stageMs: Number.POSITIVE_INFINITY }, before }, context);
    await story.line(/^CONFIRM_START:/);
    for (const [verb, words, prepare] of others) {
      if (verb === 'complete') story.ib.run.create();
      await prepare(story);
      story.ib.faults.dropRequest(verb, once);
      const told = await ask(story, verb, words, /not (done|sent)/);
      expect(told).toContain(`/upgrade ${verb} ib`);
      await ask(story, verb, words, /done/);
    }
    await story.line(/Upgrade finished/);
    await story.quiet();

    expect(story.posts()).toEqual(others.flatMap(([verb]) => [verb, verb]));
    expect(
      story.ib
        .posts()
        .filter(({ acted }) => acted)
        .map(({ verb }) => verb),
    ).toEqual(others.map(([verb]) => verb));
  });
});

describe('a target in trouble', () => {
  it.concurrent.for([
    ['does not answer', (server: InstabaseServer): void => void server.faults.dropRequest('*', forGood)],
    ['shows a page of a proxy', (server: InstabaseServer): void => void server.faults.html('*', forGood)],
    ['refuses the token', (server: InstabaseServer): void => void server.faults.unauthorized('*', forGood)],
    ['answers broken JSON', (server: InstabaseServer): void => void server.faults.garbage('*', forGood)],
  ] as const)(
    'that %s is warned of once, keeps its last state, and is told once to be back',
    async ([, fault], context) => {
      const { expect } = context;
      const story = await anInstabaseStory({ instabase: { stageMs: Number.POSITIVE_INFINITY } }, context);
      story.ib.run.create();
      story.ib.run.enterStage('MIGRATE_DB');
      await story.line(/^MIGRATE_DB:/);
      fault(story.ib);
      await story.line(/not reachable/, 60_000);
      const asked = await story.type(cast.alice, 'pause ib');
      const events = await story.type(cast.alice, 'events ib');
      story.ib.run.finishStage();
      story.ib.faults.clear();
      await story.line(/reachable again/, 60_000);
      await story.line(/^WRITE_NEW_CONFIGS:/);
      await story.quiet();

      for (const answer of [asked, events]) expect(answer).not.toMatch(/Something went wrong|Accepted/);
      expect(story.count(/not reachable/)).toBe(1);
      expect(story.count(/reachable again/)).toBe(1);
      expect(story.told()).toEqual(['MIGRATE_DB', 'WRITE_NEW_CONFIGS']);
      expect(story.posts()).toEqual([]);
    },
  );
});
