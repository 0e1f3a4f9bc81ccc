// @ts-check
/**
 * Loaded into a process of the built bot before its own code: with POINTS_DIR the process then notes each point that it
 * comes to there, and strikes itself with a signal where it is told to. The bot knows nothing of it.
 */
import process from 'node:process';
import { watchAcks, watchRequests } from './http.js';
import { watchRedis } from './redis.js';

if (process.env.POINTS_DIR !== undefined) {
  watchRedis();
  watchRequests();
  watchAcks();
}
