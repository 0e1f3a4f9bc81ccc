import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'vitest';
import type { InstabaseOptions, InstabaseServer } from '../../src/sandbox/instabase/server.js';
import { eventually } from './eventually.js';
import { aStory, cast, openStory, type Story, type StoryOptions } from './story.js';

/** A stage with a simulated Instabase named `ib`, and no activity on any other target. */
export interface InstabaseStory extends Story {
  readonly ib: InstabaseServer;
  /** Where its release bundles are. */
  readonly bundles: string;
  /** Waits until the run is at this stage, with this status if one is given. */
  reaches(stage: string, status?: string): Promise<void>;
  /** Asks for an action that needs nobody's approval, and waits until the thread tells that it is done. */
  does(action: string, words?: string): Promise<void>;
  /** Alice asks for an action that needs a second person, and bob approves it. */
  agrees(action: string, words?: string): Promise<void>;
  /** The stages named by state lines of the thread, in order. */
  told(): string[];
}

export interface InstabaseStoryOptions extends Omit<StoryOptions, 'before'> {
  readonly instabase?: InstabaseOptions;
  readonly before?: (stage: InstabaseStage) => void;
}

/** What there is before any process starts. */
export interface InstabaseStage {
  readonly ib: InstabaseServer;
  readonly bundles: string;
}

function prepared({ instabase = {}, before, config = {}, ...options }: InstabaseStoryOptions): StoryOptions {
  return {
    ...options,
    instabase,
    // The cluster beside it is idle: it is looked at rarely, so that it does not take this test's time.
    config: { poll: { active: '200ms', idle: '500ms' }, ...config },
    ...(before === undefined
      ? {}
      : { before: ({ instabase: one }) => one && before({ ib: one.server, bundles: one.bundles }) }),
  };
}

/** As `aStory`: everything ends with the test. */
export async function anInstabaseStory(
  options: InstabaseStoryOptions = {},
  context?: Pick<TestContext, 'onTestFinished' | 'onTestFailed'>,
): Promise<InstabaseStory> {
  return withInstabase(await aStory(prepared(options), context));
}

/** As `openStory`: whoever opens it stops it. */
export async function openInstabaseStory(options: InstabaseStoryOptions = {}): Promise<InstabaseStory> {
  return withInstabase(await openStory(prepared(options)));
}

function withInstabase(story: Story): InstabaseStory {
  const { instabase } = story;
  if (instabase === undefined) throw new Error('the stage has no Instabase');
  const { server: ib, bundles } = instabase;

  async function does(action: string, words = ''): Promise<void> {
    const before = story.count(new RegExp(`${action}: done`));
    await story.type(cast.alice, `${action} ib ${words}`);
    await eventually(`${action} to be done`, () => story.count(new RegExp(`${action}: done`)) > before);
  }

  return {
    ...story,
    get bot() {
      return story.bot;
    },
    ib,
    bundles,
    posts: () => ib.posts().map(({ verb }) => verb),
    looks: async (count = 3) => {
      const soFar = () => ib.requests.filter(({ verb, status }) => verb === 'progress' && status !== 0).length;
      const before = soFar();
      await eventually(`${count} looks`, () => soFar() >= before + count);
    },
    reaches: async (stage, status) => {
      const there = (): boolean => {
        const state = ib.run.state();
        return state?.stage === stage && (status === undefined || state.status === status);
      };
      await eventually(`the run at ${stage} ${status ?? ''}`, there);
    },
    does,
    agrees: async (action, words = '') => {
      await story.type(cast.alice, `${action} ib ${words}`);
      await story.press(cast.bob, await story.openRequest(), 'Approve');
    },
    told: () => story.lines().flatMap((line) => /^([A-Z]+(?:_[A-Z]+)*): (?![A-Z]{4,} )/.exec(line)?.[1] ?? []),
  };
}

/** Makes a release's bundle one that no creation can be made of. */
export function spoilBundle(bundles: string, release: string, how: 'content' | 'missing'): void {
  const file = join(bundles, release, 'base_configs.zip');
  if (how === 'missing') rmSync(file);
  else writeFileSync(file, 'This is no archive.');
}
