import type { Session } from '../session.js';
import { type Asked, ControlRefusal, type Fields, optionalChoice, optionalNumber, type Route, reach } from './route.js';

type Cause = (faults: Session['stage']['cluster']['faults'], body: Fields) => unknown;

const verbs = ['overview', 'state', 'node', 'start', 'cancel', 'approve', 'retry'] as const;

/** Which requests, how often, how long. Without any of them the fault lasts until it is cleared. */
const limit = (body: Fields) => {
  const verb = optionalChoice(body, 'verb', verbs);
  return { ...reach(body), ...(verb === undefined ? {} : { verb }) };
};

const causes: Readonly<Record<string, Cause>> = {
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
    faults.loseReply(optionalChoice(body, 'verb', verbs) ?? 'approve', {
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

async function cause({ session, param, body }: Asked): Promise<object> {
  const name = param('fault');
  const found = Object.hasOwn(causes, name) ? causes[name] : undefined;
  if (found === undefined)
    throw new ControlRefusal(`the faults are ${Object.keys(causes).join(', ')}`, { status: 404 });
  await found(session.stage.cluster.faults, body);
  session.narrator.tells('fault', `cluster: ${name} ${JSON.stringify(body)}`);
  return { fault: name, ...body };
}

export const clusterFaultRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/cluster/faults/:fault',
    does:
      `${Object.keys(causes).join(', ')}; {"times": 1, "seconds": 10, "verb": "${verbs.join('|')}"}, ` +
      'without them until cleared; {"delay": 3} for slow, {"status": 409} for error',
    serve: cause,
  },
];
