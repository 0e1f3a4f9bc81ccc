import { type Acting, createActing } from './acting.js';
import type { Bot, BotOptions } from './bot.js';
import { type Narrator, narrate, type Print } from './narrator.js';
import { type Stage, type StageOptions, setStage } from './stage.js';

/** A stage with the bot on it, the people who act, and somebody who tells what happens. */
export interface Session {
  readonly stage: Stage;
  readonly narrator: Narrator;
  readonly acting: Acting;
  /** Starts one more process of the bot. Resolves when it is ready. @throws Error when it is not within 15 s. */
  startBot(role?: BotOptions['role']): Promise<void>;
  /** `kill -9` for every process of the bot. @returns how many there were */
  killBots(): Promise<number>;
  /** SIGTERM for every process of the bot. @returns their exit codes */
  endBots(): Promise<readonly (number | null)[]>;
  /** How many processes of the bot run. */
  bots(): number;
  /** What the processes have logged, dead ones included, oldest process first. */
  log(): string;
  stop(): Promise<void>;
}

export async function openSession(print: Print, options: StageOptions): Promise<Session> {
  const stage = await setStage(options);
  const narrator = narrate(stage.slack, print);
  const running = new Set<Bot>();
  const logs: Bot[] = [];

  const endAll = (signal: NodeJS.Signals): Promise<(number | null)[]> =>
    Promise.all([...running].map((bot) => bot.end(signal)));

  return {
    stage,
    narrator,
    acting: createActing(stage.slack, narrator),
    async startBot(role) {
      const bot = await stage.startBot(role);
      running.add(bot);
      logs.push(bot);
      const forget = bot.exited.then(() => running.delete(bot));
      await Promise.race([
        bot.ready(),
        forget.then(() => Promise.reject(new Error(`the bot ended:\n${bot.output()}`))),
      ]);
    },
    killBots: async () => (await endAll('SIGKILL')).length,
    endBots: () => endAll('SIGTERM'),
    bots: () => running.size,
    log: () => logs.map((bot) => bot.output()).join(''),
    async stop() {
      narrator.stop();
      await stage.stop();
    },
  };
}
