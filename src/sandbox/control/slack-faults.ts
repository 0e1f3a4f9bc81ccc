import type { Fault, Faults } from '../slack/faults.js';
import type { Stage } from '../stage.js';
import { touch } from '../untouched.js';
import { type Asked, ControlRefusal, type Fields, optionalNumber, optionalText, type Route, reach } from './route.js';

type Cause = (faults: Faults, body: Fields) => unknown;

/** The Web API method it strikes; every one when left out. */
const method = (body: Fields): string => optionalText(body, 'method') ?? '*';

const seconds = (body: Fields): { forMs?: number } => {
  const { forMs } = reach(body);
  return forMs === undefined ? {} : { forMs };
};

const causes: Readonly<Record<string, Cause>> = {
  outage: (faults, body) => faults.outage(seconds(body)),
  'rate-limit': (faults, body) =>
    faults.rateLimit(method(body), { ...reach(body), retryAfter: optionalNumber(body, 'retryAfter') ?? 1 }),
  error: (faults, body) => faults.fail(method(body), { ...reach(body), status: optionalNumber(body, 'status') ?? 503 }),
  html: (faults, body) => faults.html(method(body), reach(body)),
  'lose-reply': (faults, body) => faults.loseReply(method(body), reach(body)),
  slow: (faults, body) =>
    faults.slow(method(body), { ...reach(body), ms: (optionalNumber(body, 'delay') ?? 3) * 1000 }),
  redeliver: (faults, body) => faults.redeliver({ ...reach(body), copies: optionalNumber(body, 'copies') ?? 2 }),
  'drop-ack': (faults, body) => faults.dropAck(reach(body)),
  'refresh-sockets': (faults) => faults.refreshSockets(),
  'cut-sockets': (faults) => faults.cutSockets(),
};

/** Cutting or refreshing sockets is over as soon as it has happened: nothing stands. */
const isFault = (made: unknown): made is Fault => typeof made === 'object' && made !== null && 'clear' in made;

/** By stage: a new one has none. */
const standing = new WeakMap<Stage, Set<Fault>>();

function cause({ session, param, body }: Asked): object {
  const name = param('fault');
  const faults = standing.get(session.stage) ?? new Set<Fault>();
  standing.set(session.stage, faults);
  if (name === 'clear') {
    for (const fault of faults) fault.clear();
    faults.clear();
  } else {
    const found = Object.hasOwn(causes, name) ? causes[name] : undefined;
    const names = [...Object.keys(causes), 'clear'].join(', ');
    if (found === undefined) throw new ControlRefusal(`the faults are ${names}`, { status: 404 });
    const fault = found(session.stage.slack.faults, body);
    if (isFault(fault)) faults.add(fault);
  }
  touch(session);
  session.changed();
  session.narrator.tells('fault', `Slack: ${name} ${JSON.stringify(body)}`);
  return { fault: name, ...body };
}

export const slackFaultRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/slack/faults/:fault',
    does:
      `${[...Object.keys(causes), 'clear'].join(', ')}; {"method": "chat.postMessage", "times": 1, "seconds": 10}, ` +
      'once unless told otherwise; outage lasts until cleared',
    serve: cause,
  },
];
