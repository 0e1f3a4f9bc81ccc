import type { Session } from '../session.js';
import type { ProcessesShown } from './shown.js';

function redisState({ stage: { redis } }: Session): ProcessesShown['redis'] {
  if (!redis.isPrivate) return 'foreign';
  return redis.isUp() ? 'up' : 'down';
}

/** What of the bot and its store runs. */
export const processesShown = (session: Session): ProcessesShown => ({
  bots: session.bots(),
  starting: session.startingBots(),
  redis: redisState(session),
});
