// @ts-check
/**
 * Loaded into a process of the built bot before its own code (`node --import`): the process then notes each point that
 * it comes to in POINTS_DIR, and strikes itself with a signal where it is told to. The bot knows nothing of it.
 */
import { watchAcks, watchRequests } from './http.js';
import { watchRedis } from './redis.js';

watchRedis();
watchRequests();
watchAcks();
