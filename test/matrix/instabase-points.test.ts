import { describe, type ExpectStatic, it, type TestContext } from 'vitest';
import type { ActionName } from '../../src/core/products.js';
import type { InstabaseServer } from '../../src/sandbox/instabase/server.js';
import { eventually } from '../support/eventually.js';
import { actsOn } from '../support/struck-acts.js';
import { aStruckStory, linesOf, type StruckStory } from '../support/struck-story.js';
import { inGroups } from './points.js';

interface StruckInstabase extends StruckStory {
  readonly ib: InstabaseServer;
}

/** A stage whose only upgrades are those of Instabase, stepped by hand. */
async function aStruckInstabase(
  context: Pick<TestContext, 'onTestFinished' | 'onTestFailed'>,
): Promise<StruckInstabase> {
  const instabase = { stageMs: Number.POSITIVE_INFINITY, validateMs: 300 };
  const story = await aStruckStory({ instabase, timelineOf: 'ib' }, context);
  const ib = story.instabase?.server;
  if (ib === undefined) throw new Error('the stage has no Instabase');
  return { ...story, ib, posts: () => ib.posts().map(({ verb }) => verb) };
}

const product = (action: string): string[] =>
  ['before', 'sent', 'answered'].map((when) => `product ${action}, ${when}`);
const around = (...names: string[]): string[] => names.flatMap((name) => [`${name}, before`, `${name}, after`]);

/** How an upgrade that is done with goes away, so that the next one can begin. */
async function clearAway(story: StruckInstabase): Promise<void> {
  if (story.ib.run.state()?.terminal === false) story.ib.run.act('abandon');
  await eventually(
    'the end of the upgrade',
    () => /Upgrade (finished|abandoned|not started)/.test(story.card()),
    60_000,
  );
}

/** A new upgrade at this stage, made by somebody else, that the bot has noticed. */
async function stands(story: StruckInstabase, at: Parameters<InstabaseServer['run']['enterStage']>[0]): Promise<void> {
  const cards = story.roots().length;
  story.ib.run.create();
  if (at !== 'CONFIRM_START') story.ib.run.enterStage(at);
  await eventually(
    'the next card',
    () => story.roots().length > cards && story.card().includes(`State: ${at}`),
    60_000,
  );
}

const stateIn = (line: string): string | undefined => /^([A-Z]+(?:_[A-Z]+)*): (?![A-Z]{4,} )/.exec(line)?.[1];

/** Each event is told once and in order, and every call that took effect is told as done and no other. */
async function expectTold(story: StruckInstabase, expect: ExpectStatic, action: ActionName): Promise<void> {
  await eventually('nothing to be owed', async () => (await story.kept.owing()).length === 0, 60_000);
  await story.quiet(2_500);
  const timelines = await story.kept.timelines();
  expect(story.roots()).toHaveLength(timelines.length);
  const outcomes = timelines.flat().flatMap((event) => (event.type === 'outcome' ? [event.result] : []));
  expect(story.lines().filter((line) => line.includes(`${action}: done`))).toHaveLength(
    outcomes.filter((result) => result === 'done').length,
  );
  const states = timelines.map((events) => events.flatMap((event) => (event.type === 'state' ? [event.to] : [])));
  // One thread's last line may come after another's first.
  const told = story.roots().map((root) => linesOf(story, root).flatMap((line) => stateIn(line) ?? []));
  expect(told).toEqual(states);
  const begun = timelines.flat().flatMap((event) => (event.type === 'begun' ? [event.request] : []));
  expect(new Set(begun).size).toBe(begun.length);
}

/** A run in the middle of its stages, which has failed there or not. */
async function isMigrating(story: StruckInstabase, how: 'failed' | 'underway'): Promise<void> {
  await stands(story, 'MIGRATE_DB');
  if (how === 'underway') return;
  story.ib.run.failStage('the migration ended with code 3');
  await actsOn(story, 'ib').newestLine(/^MIGRATE_DB: FAILED/);
}

/** What people do once, killed at a point on the way, until the thread tells what came of it. */
interface Flow {
  readonly points: readonly string[];
  once(story: StruckInstabase, point: string): Promise<void>;
}

async function approved(story: StruckInstabase, action: 'complete' | 'abandon', ends: RegExp, point: string) {
  await stands(story, action === 'complete' ? 'CONFIRM_COMPLETION' : 'CONFIRM_START');
  const { ask, approve } = actsOn(story, 'ib');
  await ask(action);
  await approve(ends, point, action);
}

const flows = {
  create: {
    // Until its last byte is sent nothing is created, and that is not known before its time-out of half an hour.
    points: [
      'append opened + asked, after',
      'append begun, before',
      'append outcome, after',
      'product POST upload, sent',
      'product POST upload, answered',
    ],
    async once(story, point) {
      await actsOn(story, 'ib').run('create', /^CONFIRM_START:/, point, { words: '23.07.0' });
      await clearAway(story);
    },
  },
  validate: {
    points: ['append begun, after', 'append outcome, before', ...product('GET validation')],
    async once(story, point) {
      if (story.ib.run.state() === undefined) await stands(story, 'CONFIRM_START');
      await actsOn(story, 'ib').run('validate', /validate: done/, point);
    },
  },
  start: {
    points: [...around('append begun', 'append outcome'), 'end job act, before', ...product('POST start')],
    async once(story, point) {
      await stands(story, 'CONFIRM_START');
      await actsOn(story, 'ib').run('start', /^TURN_DOWN:/, point);
      await clearAway(story);
    },
  },
  complete: {
    points: [
      'append approved, after',
      'append begun, after',
      'product POST complete, sent',
      'product POST complete, answered',
    ],
    once: (story, point) => approved(story, 'complete', /Upgrade finished/, point),
  },
  abandon: {
    points: ['append begun, before', ...product('POST abandon')],
    once: (story, point) => approved(story, 'abandon', /Upgrade abandoned/, point),
  },
  ...Object.fromEntries(
    (['pause', 'retry', 'continue', 'rollback'] as const).map((action): [string, Flow] => [
      action,
      {
        points: ['append begun, after', `product POST ${action}, sent`, `product POST ${action}, answered`],
        async once(story, point) {
          await isMigrating(story, action === 'pause' || action === 'rollback' ? 'underway' : 'failed');
          await actsOn(story, 'ib').run(action, new RegExp(`${action}: done`), point);
          await clearAway(story);
        },
      },
    ]),
  ),
} as const satisfies Partial<Record<ActionName, Flow>>;

const stories = (Object.keys(flows) as (keyof typeof flows)[]).flatMap((action) =>
  inGroups(flows[action].points, 3).map(([title, points]) => [action, title, points] as const),
);

describe('kill -9 at the points of Instabase, and a restart', () => {
  it.concurrent.for(stories)('do %s once for each time it was asked for: %s', async ([action, , points], context) => {
    const { expect } = context;
    const story = await aStruckInstabase(context);
    for (const point of points) await flows[action].once(story, point);

    await expectTold(story, expect, action);
    const acted = story.ib.posts().filter(({ verb, acted }) => verb === action && acted);
    // A validation is a question: it may be put again.
    expect(acted).toHaveLength(action === 'validate' ? 0 : points.length);
    expect(story.lines().filter((line) => line.includes(`${action}: done`))).toHaveLength(points.length);
    expect(story.points.struck().map(({ name }) => name)).toEqual(points);
    for (const { verb, fields } of story.ib.posts()) {
      if (verb === 'abandon') expect(fields.map(([name]) => name)).toEqual(['checkUnstarted']);
    }
  });
});
