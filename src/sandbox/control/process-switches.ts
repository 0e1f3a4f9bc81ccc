import type { Session } from '../session.js';
import type { FaultSwitch } from './switch.js';

const notOurs = ({ stage: { redis } }: Session): string | null =>
  redis.isPrivate ? null : 'this Redis was given by REDIS_URL: it is not ours to end';

export const processSwitches: readonly FaultSwitch[] = [
  {
    id: 'bot-kill',
    where: 'bot',
    kind: 'push',
    label: 'Kill the bot',
    see: 'Whoever types or clicks now reads that the app did not respond. Nothing that was asked before is lost.',
    words: 'the bot is killed',
    blocked: (session) => (session.bots() > 0 ? null : 'it does not run'),
    async push(session) {
      await session.killBots();
      return undefined;
    },
  },
  {
    id: 'bot-start',
    where: 'bot',
    kind: 'push',
    label: 'Start the bot',
    see: 'Within seconds the thread has what happened meanwhile, each line once, and buttons work again.',
    words: 'the bot is started',
    blocked: (session) => (session.bots() === 0 ? null : 'it runs'),
    async push(session) {
      await session.startBot();
      return undefined;
    },
  },
  {
    id: 'redis-kill',
    where: 'redis',
    kind: 'push',
    label: 'Kill Redis',
    see: 'Commands are answered in time: the bot cannot reach its store, nothing was done. The thread waits.',
    words: 'Redis is killed',
    blocked: (session) => notOurs(session) ?? (session.stage.redis.isUp() ? null : 'it does not run'),
    async push(session) {
      await session.stage.redis.kill('SIGKILL');
      return undefined;
    },
  },
  {
    id: 'redis-restart',
    where: 'redis',
    kind: 'push',
    label: 'Start Redis again',
    see: 'It reads its file, the bot finds it again by itself, and the thread goes on where it stood.',
    words: 'Redis is started again, with its data',
    blocked: notOurs,
    async push(session) {
      await session.stage.redis.restart();
      return undefined;
    },
  },
];
