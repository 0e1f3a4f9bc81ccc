import { type Acting, createActing } from './acting.js';
import type { BotOptions } from './bot.js';
import { type Changes, createChanges } from './changes.js';
import { type Narrator, narrate, type Print } from './narrator.js';
import { startRedis } from './redis.js';
import { createRunningBots } from './running-bots.js';
import { type Stage, type StageOptions, setStage } from './stage.js';
import { createTraffic, type EntryCount, type Traffic } from './traffic.js';

/**
 * A stage with the bot on it, the people who act, and somebody who tells what happens. Its changes are those of everything that is
 * shown, on whatever stage.
 */
export interface Session extends Changes {
  /** The present one: after a `reset` it is another. */
  readonly stage: Stage;
  /** Tells of the present stage. */
  readonly narrator: Narrator;
  /** Acts on the present stage. */
  readonly acting: Acting;
  /** What went between the bot and the simulated servers of the present stage. */
  readonly traffic: Traffic;
  /** Starts one more process of the bot. Resolves when it is ready. @throws Error when it ends before, or takes 30 s */
  startBot(role?: BotOptions['role']): Promise<void>;
  /** `kill -9` for every process of the bot. @returns how many there were */
  killBots(): Promise<number>;
  /** SIGTERM for every process of the bot. @returns their exit codes */
  endBots(): Promise<readonly (number | null)[]>;
  /** How many processes of the bot run. */
  bots(): number;
  /** How many of them are not ready yet. */
  startingBots(): number;
  /** What the processes have logged, dead ones included, oldest process first. */
  log(): string;
  /**
   * Sets another stage on the same Redis, in an empty part of it, and starts one process of the bot there. Those of the
   * stage before are killed. Resolves when the bot is ready.
   * @param options merged over the first stage's
   * @param before done to the stage before the bot starts
   */
  reset(options?: StageOptions, before?: (stage: Stage) => void): Promise<void>;
  stop(): Promise<void>;
}

/** What is there once per stage. */
interface Setting {
  readonly stage: Stage;
  readonly narrator: Narrator;
  readonly acting: Acting;
  readonly traffic: Traffic;
  stop(): Promise<void>;
}

async function setUp(print: Print, options: StageOptions, changed: () => void, requests: EntryCount): Promise<Setting> {
  const traffic = createTraffic(changed, requests);
  const stage = await setStage({ ...options, recorder: traffic, changed });
  const narrator = narrate(stage.slack, print);
  stage.slack.onChange(changed);
  return {
    stage,
    narrator,
    acting: createActing(stage.slack, narrator),
    traffic,
    async stop() {
      narrator.stop();
      await stage.stop();
    },
  };
}

export async function openSession(print: Print, options: StageOptions): Promise<Session> {
  const changes = createChanges();
  const redis = await startRedis(options.redis);
  const requests: EntryCount = { made: 0 };
  const setUpHere = (own: StageOptions): Promise<Setting> =>
    setUp(print, { ...own, redisServer: redis }, changes.changed, requests);
  const bots = createRunningBots(changes.changed);
  let current = await setUpHere(options).catch(async (error: unknown) => {
    await redis.stop();
    throw error;
  });
  let lastReset = Promise.resolve();

  const startBot: Session['startBot'] = (role) => bots.start(() => current.stage.startBot(role));

  async function setAnother(own: StageOptions, before: (stage: Stage) => void): Promise<void> {
    await bots.end('SIGKILL');
    if (!redis.isUp()) await redis.restart();
    const ended = current;
    current = await setUpHere(own);
    before(current.stage);
    changes.changed();
    await ended.stop();
    await startBot();
  }

  return {
    get stage() {
      return current.stage;
    },
    get narrator() {
      return current.narrator;
    },
    get acting() {
      return current.acting;
    },
    get traffic() {
      return current.traffic;
    },
    ...changes,
    startBot,
    killBots: async () => (await bots.end('SIGKILL')).length,
    endBots: () => bots.end('SIGTERM'),
    bots: bots.count,
    startingBots: bots.starting,
    log: bots.log,
    reset(own = {}, before = () => undefined) {
      const config = { ...options.config, ...own.config };
      const mine = lastReset.then(() => setAnother({ ...options, ...own, config }, before));
      // One after the other. Of a failure the one who asked for it hears.
      lastReset = mine.catch(() => undefined);
      return mine;
    },
    async stop() {
      await lastReset;
      await current.stop();
      await redis.stop();
    },
  };
}
