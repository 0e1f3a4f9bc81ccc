import { type Delivery, isEmptyAck, type Kind, type Send } from './delivery.js';
import { type Posted, post, signatureOf } from './post.js';
import type { Settings } from './settings.js';

export interface SignedOptions {
  /** Unix seconds; default now. */
  timestamp?: number | string;
  secret?: string;
  contentType?: string;
  /** In place of the computed signature; null sends none. */
  signature?: string | null;
  headers?: Record<string, string>;
  /** In place of the bot's endpoint. */
  url?: string;
}

export interface HttpPost {
  send: Send;
  /** Posts any body, signed as asked, to the bot's endpoint: for forged, stale and altered requests. */
  signed: (body: string, options?: SignedOptions) => Promise<Posted>;
  /** Posts the last signed request once more, byte for byte. */
  replayLast: () => Promise<Posted>;
}

/** Exactly this: the bot's framework refuses the type with a charset behind it. */
const FORM = 'application/x-www-form-urlencoded';

const bodyOf = (kind: Kind, payload: Record<string, unknown>): { body: string; contentType: string } => {
  if (kind === 'events_api') return { body: JSON.stringify(payload), contentType: 'application/json' };
  const fields = kind === 'interactive' ? { payload: JSON.stringify(payload) } : payload;
  const entries = Object.entries(fields).map(([name, value]): [string, string] => [name, String(value)]);
  return { body: new URLSearchParams(entries).toString(), contentType: FORM };
};

const parsed = (text: string): unknown => {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    // An ack may be plain text: it is then the answer itself.
    return text;
  }
};

const deliveryOf = (answer: Posted, ackedMs: number): Delivery => {
  const base = { ackedMs, status: answer.status };
  if (answer.status < 200 || answer.status > 299) {
    return { ...base, failed: 'bad_status', noRetry: answer.headers['x-slack-no-retry'] === '1' };
  }
  const ackBody = parsed(answer.text);
  return isEmptyAck(ackBody) ? base : { ...base, ackBody };
};

const isAbort = (error: unknown): boolean => error instanceof Error && error.name === 'AbortError';

export const createHttpPost = (settings: Settings, losesAck: () => boolean): HttpPost => {
  let last: { url: string; headers: Record<string, string>; body: string } | undefined;
  const within = () => AbortSignal.timeout(settings.ackMs);

  const signed: HttpPost['signed'] = async (body, options = {}) => {
    const timestamp = String(options.timestamp ?? Math.floor(settings.now() / 1000));
    const own = signatureOf(options.secret ?? settings.signingSecret, timestamp, body);
    const signature = options.signature === undefined ? own : options.signature;
    const headers = {
      'content-type': options.contentType ?? FORM,
      'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
      'x-slack-request-timestamp': timestamp,
      ...(signature === null ? {} : { 'x-slack-signature': signature }),
      ...options.headers,
    };
    const url = options.url ?? settings.eventsUrl;
    if (url === undefined) throw new Error('The sandbox has no eventsUrl to post to');
    last = { url, headers, body };
    return post(url, headers, body, within());
  };

  const send: Send = async (kind, payload, retry) => {
    const { body, contentType } = bodyOf(kind, payload);
    const headers = retry && { 'x-slack-retry-num': String(retry.num), 'x-slack-retry-reason': retry.reason };
    const begun = performance.now();
    try {
      const answer = await signed(body, { contentType, ...(headers ? { headers } : {}) });
      return losesAck()
        ? { ackedMs: settings.ackMs, failed: 'timeout' }
        : deliveryOf(answer, performance.now() - begun);
    } catch (error) {
      return { ackedMs: performance.now() - begun, failed: isAbort(error) ? 'timeout' : 'unreachable' };
    }
  };

  const replayLast = async () => {
    if (last === undefined) throw new Error('Nothing was posted yet');
    return post(last.url, last.headers, last.body, within());
  };

  return { send, signed, replayLast };
};
