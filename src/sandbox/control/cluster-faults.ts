import type { ZduServer } from '../zdu/server.js';
import { type Fields, optionalChoice, optionalNumber, reach } from './route.js';

type Cause = (faults: ZduServer['faults'], body: Fields) => unknown;

export const clusterVerbs = ['overview', 'state', 'node', 'start', 'cancel', 'approve', 'retry'] as const;

/** Which requests, how often, how long. Without any of them the fault lasts until it is cleared. */
const limit = (body: Fields) => {
  const verb = optionalChoice(body, 'verb', clusterVerbs);
  return { ...reach(body), ...(verb === undefined ? {} : { verb }) };
};

/** What can be made to go wrong at a cluster, by the last part of the path. */
export const clusterCauses: Readonly<Record<string, Cause>> = {
  down: (faults, body) => faults.down(optionalChoice(body, 'how', ['refuse', 'reset', 'hang']) ?? 'refuse'),
  up: (faults) => faults.up(),
  html: (faults, body) => faults.html(limit(body)),
  error: (faults, body) => faults.status(optionalNumber(body, 'status') ?? 500, undefined, limit(body)),
  unauthorized: (faults, body) => faults.unauthorized(limit(body)),
  redirect: (faults, body) => faults.redirect(limit(body)),
  'rate-limit': (faults, body) => faults.rateLimit(optionalNumber(body, 'retryAfter') ?? 5, limit(body)),
  slow: (faults, body) => faults.slow((optionalNumber(body, 'delay') ?? 3) * 1000, limit(body)),
  drop: (faults, body) => faults.dropRequest(limit(body)),
  'lose-reply': (faults, body) =>
    faults.loseReply(optionalChoice(body, 'verb', clusterVerbs) ?? 'approve', {
      ...reach(body),
      how: optionalChoice(body, 'how', ['cut', 'silence', '502']) ?? 'cut',
    }),
  malformed: (faults, body) =>
    faults.malformed(optionalChoice(body, 'how', ['truncated', 'unknown-state', 'empty']) ?? 'truncated', limit(body)),
  clear: async (faults) => {
    faults.clear();
    await faults.up();
  },
};
