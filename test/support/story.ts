import { inject, onTestFailed, onTestFinished, type TestContext } from 'vitest';
import type { Bot } from '../../src/sandbox/bot.js';
import type { ClickOptions } from '../../src/sandbox/slack/outcomes.js';
import type { Message } from '../../src/sandbox/slack/state.js';
import { cast, type Stage, type StageOptions, setStage } from '../../src/sandbox/stage.js';
import { eventually } from './eventually.js';
import { inTurn } from './in-turn.js';
import { type Thread, threadIn } from './thread.js';

export { cast };

export interface StoryOptions extends StageOptions {
  /** Roles of the processes to start, one each; none with `[]`. One `all` when left out. */
  readonly roles?: readonly ('web' | 'worker' | 'all')[];
  /** Done to the stage before any process starts. */
  readonly before?: (stage: Stage) => void;
}

/** A stage with the bot on it, and the things people do and see there. */
export interface Story extends Stage, Thread {
  readonly bots: readonly Bot[];
  /** The process started first. */
  readonly bot: Bot;
  /** Types a command and waits for its answer, as the person reads it. */
  type(who: string, text: string): Promise<string>;
  /** Presses a button and waits for the private answer, as the person reads it. */
  press(who: string, message: Message, buttonText: string, options?: ClickOptions): Promise<string>;
  /** The mutating calls the cluster received, by their last path segment. */
  posts(): string[];
  /** Waits until the bot has looked at the cluster so many times more: then it knows what is true now. */
  looks(count?: number): Promise<void>;
  /** Starts one more process, with this added to its environment, and waits until it is ready. */
  startReady(role?: 'web' | 'worker' | 'all', env?: Readonly<Record<string, string>>): Promise<Bot>;
}

/**
 * Sets a stage and starts the bot on it, for the test that calls it. Everything ends with that test.
 * @param context that test's own, when it runs beside others of its file
 */
export async function aStory(
  options: StoryOptions = {},
  context: Pick<TestContext, 'onTestFinished' | 'onTestFailed'> = { onTestFinished, onTestFailed },
): Promise<Story> {
  const story = await openStory(options);
  context.onTestFinished(() => story.stop());
  context.onTestFailed(() => tellWhatHappened(story));
  return story;
}

/** Starting takes a second of a processor: a dozen at once would take longer than anybody waits for one to be ready. */
const starting = inTurn(4);

/** The same for several tests: whoever opens it stops it. */
export async function openStory({ roles = ['all'], before, ...options }: StoryOptions = {}): Promise<Story> {
  const stage = await setStage({ redis: { url: inject('redisUrl') }, ...options });
  before?.(stage);
  const bots: Bot[] = [];
  const startReady: Story['startReady'] = async (role = 'all', env = {}) => {
    return await starting(async () => {
      const bot = await stage.startBot(role, env);
      bots.push(bot);
      await bot.ready();
      return bot;
    });
  };
  try {
    await Promise.all(roles.map((role) => startReady(role)));
  } catch (error) {
    await stage.stop();
    throw error;
  }
  return tell(stage, bots, startReady);
}

function tell(stage: Stage, bots: readonly Bot[], startReady: Story['startReady']): Story {
  const { slack, cluster } = stage;
  const thread = threadIn(slack, cast.channel);
  const first = async (who: string, answers: () => { text: string; blocks: unknown }[]): Promise<string> =>
    thread.read(await eventually(`an answer to ${who}`, () => answers()[0]));
  return {
    ...stage,
    ...thread,
    bots,
    get bot() {
      const [bot] = bots;
      if (bot === undefined) throw new Error('no process was started');
      return bot;
    },
    type: async (who, text) => {
      const typed = await slack.people.as(who).command(text, { channel: cast.channel });
      if (typed.failed !== undefined) throw new Error(`the command "${text}" was not acknowledged: ${typed.failed}`);
      return await first(who, typed.answers);
    },
    press: async (who, message, buttonText, options = {}) => {
      const pressed = await slack.people.as(who).click(message, { buttonText, ...options });
      if (pressed.failed !== undefined) throw new Error(`the press of ${buttonText} failed: ${pressed.failed}`);
      return await first(who, pressed.answers);
    },
    looks: async (count = 4) => {
      const looksSoFar = () =>
        cluster.requests.filter(({ verb, status }) => verb === 'overview' && status === 200).length;
      const before = looksSoFar();
      await eventually(`${count} looks`, () => looksSoFar() >= before + count);
    },
    posts: () => cluster.posts().map(({ verb }) => verb),
    startReady,
  };
}

function tellWhatHappened(story: Story): void {
  const said = story.slack.everything(cast.channel).map((message) => story.read(message));
  const logs = story.bots.map((bot) => bot.output().slice(-4_000));
  process.stderr.write(`--- the channel\n${said.join('\n')}\n--- logs\n${logs.join('\n---\n')}\n`);
}
