import type { Bot } from './bot.js';

/** The processes of the bot: those that run, and what those that ran have left in their logs. */
export interface RunningBots {
  /** Starts one more process. Resolves when it is ready. @throws Error when it ends before, or is not within 30 s */
  start(begin: () => Promise<Bot>): Promise<void>;
  /** Sends a signal that ends processes to all. @returns their exit codes, null for killed ones */
  end(signal: NodeJS.Signals): Promise<(number | null)[]>;
  count(): number;
  /** Those of them that are not ready yet. */
  starting(): number;
  /** What the processes have logged, dead ones included, oldest process first. */
  log(): string;
}

/** @param changed called whenever a process has begun, is ready, or has ended */
export function createRunningBots(changed: () => void): RunningBots {
  const running = new Set<Bot>();
  const starting = new Set<Bot>();
  const logs: Bot[] = [];
  return {
    async start(begin) {
      const bot = await begin();
      running.add(bot);
      starting.add(bot);
      logs.push(bot);
      changed();
      const ended = bot.exited.then(() => {
        running.delete(bot);
        starting.delete(bot);
        changed();
        throw new Error(`the bot ended:\n${bot.output()}`);
      });
      await Promise.race([bot.ready(), ended]);
      starting.delete(bot);
      changed();
    },
    end: (signal) => Promise.all([...running].map((bot) => bot.end(signal))),
    count: () => running.size,
    starting: () => starting.size,
    log: () => logs.map((bot) => bot.output()).join(''),
  };
}
