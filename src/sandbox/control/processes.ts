import { optionalChoice, optionalNumber, orRefuse, type Route } from './route.js';

export const processRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/bot',
    does: 'how many processes of it run, and the last lines of their log',
    serve: ({ session }) => ({ processes: session.bots(), log: lastLines(session.log(), 10) }),
  },
  {
    method: 'POST',
    path: '/bot/log',
    does: 'the last lines of its log: {"lines": 50}',
    serve: ({ session, body }) => ({ log: lastLines(session.log(), optionalNumber(body, 'lines') ?? 50) }),
  },
  {
    method: 'POST',
    path: '/bot/kill',
    does: 'kill -9 for all its processes',
    async serve({ session }) {
      session.narrator.tells('fault', 'the bot is killed');
      return { killed: await session.killBots() };
    },
  },
  {
    method: 'POST',
    path: '/bot/stop',
    does: 'SIGTERM for all its processes',
    async serve({ session }) {
      session.narrator.tells('admin', 'ends the bot');
      return { exitCodes: await session.endBots() };
    },
  },
  {
    method: 'POST',
    path: '/bot/start',
    does: 'one more process, ready when this answers: {"role": "all|web|worker"}',
    async serve({ session, body }) {
      const role = optionalChoice(body, 'role', ['all', 'web', 'worker']) ?? 'all';
      session.narrator.tells('admin', `starts the bot (${role})`);
      await orRefuse(session.startBot(role));
      return { processes: session.bots() };
    },
  },
  {
    method: 'POST',
    path: '/redis/kill',
    does: 'kill -9; what was written stays on disk',
    async serve({ session }) {
      await orRefuse(session.stage.redis.kill('SIGKILL'));
      session.narrator.tells('fault', 'Redis is killed');
      session.changed();
      return { redis: 'down' };
    },
  },
  {
    method: 'POST',
    path: '/redis/restart',
    does: 'start it again, with its data',
    async serve({ session }) {
      await orRefuse(session.stage.redis.restart());
      session.narrator.tells('admin', 'starts Redis');
      session.changed();
      return { redis: 'up' };
    },
  },
];

const lastLines = (text: string, count: number): string[] => text.trimEnd().split('\n').slice(-Math.max(1, count));
