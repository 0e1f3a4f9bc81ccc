import type { Hit } from '../instabase/faults.js';
import type { InstabaseServer } from '../instabase/server.js';
import type { Session } from '../session.js';
import { instabaseIn } from './instabase.js';
import { type Asked, ControlRefusal, type Fields, optionalChoice, optionalNumber, type Route, reach } from './route.js';

type Faults = InstabaseServer['faults'];
type Cause = (faults: Faults, body: Fields) => unknown;

const calls = [
  '*',
  'preflight',
  'create',
  'show',
  'validate',
  'diff',
  'summary',
  'progress',
  'stream',
  'events',
  'start',
  'complete',
  'pause',
  'retry',
  'continue',
  'rollback',
  'abandon',
] as const satisfies readonly Hit[];

/** The call it strikes; every one when left out. */
const call = (body: Fields): Hit => optionalChoice(body, 'call', calls) ?? '*';

/** Whether the call is carried out although its answer is another one. */
const acted = (body: Fields): { acted: boolean } => ({ acted: body.carriedOut === true });

const MEGABYTE = 1_000_000;

const causes: Readonly<Record<string, Cause>> = {
  down: (faults, body) => faults.down(optionalChoice(body, 'how', ['refuse', 'reset', 'hang']) ?? 'refuse'),
  up: (faults) => faults.up(),
  'lose-reply': (faults, body) => faults.loseReply(call(body), reach(body)),
  drop: (faults, body) => faults.dropRequest(call(body), reach(body)),
  'cut-upload': (faults, body) => faults.cutUpload((optionalNumber(body, 'megabytes') ?? 0) * MEGABYTE, reach(body)),
  error: (faults, body) =>
    faults.fail(call(body), { ...reach(body), ...acted(body), status: optionalNumber(body, 'status') ?? 500 }),
  html: (faults, body) =>
    faults.html(call(body), { ...reach(body), ...acted(body), status: optionalNumber(body, 'status') ?? 504 }),
  garbage: (faults, body) => faults.garbage(call(body), { ...reach(body), ...acted(body) }),
  unauthorized: (faults, body) => faults.unauthorized(call(body), reach(body)),
  slow: (faults, body) => faults.slow(call(body), { ...reach(body), ms: (optionalNumber(body, 'delay') ?? 3) * 1000 }),
  'cut-streams': (faults) => faults.cutStreams(),
  'silence-streams': (faults) => faults.silenceStreams(),
  'refuse-streams': (faults, body) => faults.refuseStreams(optionalNumber(body, 'status') ?? 503, reach(body)),
};

const names = [...Object.keys(causes), 'clear'].join(', ');

/** What ends the silence of a session's streams. */
const silences = new WeakMap<Session, () => void>();

async function clear(session: Session, faults: Faults): Promise<void> {
  faults.clear();
  silences.get(session)?.();
  silences.delete(session);
  await faults.up();
}

async function cause({ session, param, body }: Asked): Promise<object> {
  const name = param('fault');
  const { faults } = instabaseIn(session);
  if (name === 'clear') {
    await clear(session, faults);
  } else {
    const found = Object.hasOwn(causes, name) ? causes[name] : undefined;
    if (found === undefined) throw new ControlRefusal(`the faults are ${names}`, { status: 404 });
    const made = await found(faults, body);
    if (typeof made === 'function') silences.set(session, made as () => void);
  }
  session.narrator.tells('fault', `Instabase: ${name} ${JSON.stringify(body)}`);
  return { fault: name, ...body };
}

export const instabaseFaultRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/instabase/faults/:fault',
    does:
      `${names}; {"call": "${calls.join('|')}", "times": 1, "seconds": 10}, the next call unless told otherwise; ` +
      '{"carriedOut": true} for error, html and garbage: behind the answer it is done all the same; {"delay": 3} for ' +
      'slow, {"megabytes": 5} for cut-upload, {"how": "refuse|reset|hang"} for down',
    serve: cause,
  },
];
