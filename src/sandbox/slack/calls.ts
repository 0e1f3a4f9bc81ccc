import type { ServerResponse } from 'node:http';
import type { OpenEntry, Recorder } from '../traffic.js';
import { type Answer, jsonAnswer, sendAnswer, textAnswer } from './answer.js';
import type { Args } from './args.js';
import type { Effect } from './faults.js';
import { Refusal } from './refusal.js';
import { callTold } from './told.js';

/** One call of the bot as the sandbox saw it. Tokens are left out of `args`. */
export interface RecordedCall {
  /** A Web API method, `response_url`, `upload_url` or `url_private_download`. */
  method: string;
  args: Args;
  /** Unix milliseconds. */
  at: number;
  /** HTTP status of the reply; 0 while there is none, and when the connection was cut. */
  status: number;
  error?: string;
  /** It was carried out, whatever the caller got to see. */
  accepted: boolean;
}

export interface CallDesk {
  calls: RecordedCall[];
  /** Carries a call out under the faults that are switched on, and replies. */
  serve: (method: string, args: Args, response: ServerResponse, act: () => Answer) => Promise<void>;
}

const STRUCTURED = ['blocks', 'metadata', 'view', 'attachments', 'files'];

const readable = (name: string, value: unknown): unknown => {
  if (!STRUCTURED.includes(name) || typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    // The method itself refuses broken JSON; the record shows what came.
    return value;
  }
};

const recorded = (args: Args): Args =>
  Object.fromEntries(
    Object.entries(args)
      .filter(([name]) => name !== 'token')
      .map(([name, value]) => [name, readable(name, value)]),
  );

/** The reply of a call that a fault keeps from being carried out; `cut` is a closed connection. */
const insteadOf = (effect: Effect | undefined): Answer | 'cut' | undefined => {
  switch (effect?.kind) {
    case 'cut':
      return 'cut';
    case 'html':
      return textAnswer('<!DOCTYPE html><html><body><h1>Bad Gateway</h1></body></html>', effect.status, 'text/html');
    case 'rateLimit': {
      const body = { ok: false, error: 'ratelimited' };
      const header = { 'retry-after': String(effect.retryAfter) };
      if (effect.style === 'ok-false') return jsonAnswer(body, header);
      return jsonAnswer(body, effect.style === 'http429' ? header : {}, 429);
    }
    case 'fail':
      return effect.acted ? undefined : failure(effect);
    default:
      return undefined;
  }
};

const failure = ({ status, error }: { status: number; error?: string }): Answer =>
  error === undefined ? textAnswer('upstream error', status) : jsonAnswer({ ok: false, error });

const afterwards = (effect: Effect | undefined, answer: Answer): Answer | 'cut' => {
  if (effect?.kind === 'loseReply') return 'cut';
  return effect?.kind === 'fail' ? failure(effect) : answer;
};

const errorIn = (answer: Answer): string | undefined => {
  if (!answer.headers['content-type']?.startsWith('application/json')) {
    return answer.status < 300 ? undefined : `http ${answer.status}`;
  }
  const { ok, error } = JSON.parse(String(answer.body)) as { ok?: boolean; error?: string };
  return ok === false ? (error ?? 'unknown') : undefined;
};

/** Turns a thrown refusal into its answer; any other error is the sandbox's own and goes up. */
const actOrRefuse = (act: () => Answer): Answer => {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return jsonAnswer({ ok: false, error: error.code, ...error.more });
  }
};

interface UnderWay {
  call: RecordedCall;
  open: OpenEntry;
  response: ServerResponse;
}

const reply = ({ call, open, response }: UnderWay, answer: Answer | 'cut'): void => {
  const error = answer === 'cut' ? undefined : errorIn(answer);
  if (error !== undefined) call.error ??= error;
  open.end(callTold(answer, call));
  if (answer === 'cut') {
    response.socket?.destroy();
    return;
  }
  call.status = answer.status;
  sendAnswer(response, answer);
};

export const createCallDesk = (options: {
  now: () => number;
  nextFault: (method: string) => Effect | undefined;
  /** Resolves after so many milliseconds, or earlier when the server stops. */
  pause: (ms: number) => Promise<void>;
  recorder: Recorder;
}): CallDesk => {
  const { recorder } = options;
  const calls: RecordedCall[] = [];
  const wait = async (effect: Effect | undefined, moment: 'first' | 'last') => {
    if (effect?.kind === 'slow' && effect.act === moment) await options.pause(effect.ms);
    if (effect?.kind === 'hold' && effect.act === moment) await effect.gate;
  };
  return {
    calls,
    serve: async (method, args, response, act) => {
      const call: RecordedCall = { method, args: recorded(args), at: options.now(), status: 0, accepted: false };
      calls.push(call);
      const { args: request } = call;
      const open = recorder.begin({ direction: 'bot-to-slack', peer: 'slack', kind: method, request });
      const underWay = { call, open, response };
      const effect = options.nextFault(method);
      const instead = insteadOf(effect);
      if (instead !== undefined) return reply(underWay, instead);
      await wait(effect, 'last');
      const answer = actOrRefuse(act);
      const error = errorIn(answer);
      call.accepted = error === undefined;
      if (error !== undefined) call.error = error;
      await wait(effect, 'first');
      reply(underWay, afterwards(effect, answer));
    },
  };
};
