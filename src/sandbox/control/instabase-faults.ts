import type { Hit } from '../instabase/faults.js';
import type { InstabaseServer } from '../instabase/server.js';
import { type Fields, optionalChoice, optionalNumber, reach } from './route.js';

type Faults = InstabaseServer['faults'];
type Cause = (faults: Faults, body: Fields) => unknown;

export const instabaseCalls = [
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
const call = (body: Fields): Hit => optionalChoice(body, 'call', instabaseCalls) ?? '*';

/** Whether the call is carried out although its answer is another one. */
const acted = (body: Fields): { acted: boolean } => ({ acted: body.carriedOut === true });

const MEGABYTE = 1_000_000;

/** What ends the silence of streams. */
const silences = new WeakMap<Faults, () => void>();

/** What can be made to go wrong at Instabase, by the last part of the path. */
export const instabaseCauses: Readonly<Record<string, Cause>> = {
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
  'silence-streams': (faults) => silences.set(faults, faults.silenceStreams()),
  'refuse-streams': (faults, body) => faults.refuseStreams(optionalNumber(body, 'status') ?? 503, reach(body)),
  async clear(faults) {
    faults.clear();
    silences.get(faults)?.();
    silences.delete(faults);
    await faults.up();
  },
};
