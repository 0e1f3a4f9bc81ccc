import { AppError } from '../../core/errors.js';
import { looksLikeHtml } from '../excerpt.js';
import type { HttpAuth } from '../http.js';
import { failureOf, type HttpAnswer } from '../http-answer.js';
import type { RefusalHint } from './atlassian-product.js';

/**
 * A product that runs as a single node answers 401 or 403 with this phrase, in the body or in `WWW-Authenticate`, as
 * Atlassian's performance toolkit knows (https://github.com/atlassian/dc-app-performance-toolkit).
 */
const notClusteredPhrase = /clustered installation/i;

const isDenied = ({ status }: HttpAnswer): boolean => status === 401 || status === 403;

const said = (answer: HttpAnswer): string => `${answer.body} ${answer.header('www-authenticate') ?? ''}`;

const saying =
  (phrase: RegExp) =>
  (answer: HttpAnswer): boolean =>
    phrase.test(said(answer));

/**
 * Refusals that show by themselves what they mean, whatever the product. They come before what a product's own hints
 * say of a bare status.
 */
const tellingHints: readonly RefusalHint[] = [
  {
    // The filter against forged requests: knowledge base, "XSRF check failed"; in places it answers 404.
    statuses: [403, 404],
    shows: saying(/xsrf check failed/i),
    words:
      'The filter against forged requests refused it, not the account: let every proxy pass the header X-Atlassian-Token on',
  },
  {
    // Knowledge base, "Disable basic authentication": the answer is "Basic Authentication has been disabled on this instance."
    statuses: [401, 403],
    shows: saying(/basic auth(?:entication)?\b[^.<]{0,40}\b(?:disabled|not allowed)/i),
    words:
      "Basic authentication is switched off there: let an administrator allow it for the bot's account, or use a token that the product takes for administration",
  },
  {
    // https://developer.atlassian.com/server/jira/platform/basic-authentication/, section on CAPTCHA.
    statuses: [401, 403],
    shows: (answer) => /captcha/i.test(answer.header('x-authentication-denied-reason') ?? ''),
    words:
      'Too many failed logins have locked the account behind a CAPTCHA: mend the credentials, then log in with it once in a browser',
  },
  {
    statuses: [403],
    shows: ({ body }) => looksLikeHtml(body),
    words:
      "A web page refused it, not the product's own API: look at authentication apps, single sign-on and proxies before it, and let the bot's account through",
  },
];

/** That there is no cluster. */
export function notClustered(answer: HttpAnswer): AppError {
  const text = 'The product runs as a single node: there is no cluster to upgrade without downtime';
  return new AppError('not-clustered', text, answer.method === 'GET' ? {} : { tookEffect: 'no' });
}

/** Longest share (characters) of the answer's own words: places that show errors cut them at some 300. */
const ownWordsMax = 140;

function explained(failure: AppError, words: string): AppError {
  const { kind, message, tookEffect, retryAfterMs } = failure;
  const own = message.replace(/[.\s]+$/, '');
  const short = own.length > ownWordsMax ? `${own.slice(0, ownWordsMax - 1)}…` : own;
  return new AppError(kind, `${short}. ${words}`, {
    remedy: words,
    ...(tookEffect === undefined ? {} : { tookEffect }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

/**
 * The error that an answer stands for, with what is known about it; undefined for any 2xx.
 * @param hints what a status means for this product when the answer itself does not tell; the first that fits is used
 */
export function refusalReader(
  hints: readonly RefusalHint[],
  auth: HttpAuth['kind'],
): (answer: HttpAnswer) => AppError | undefined {
  const fits = (hint: RefusalHint, answer: HttpAnswer): boolean =>
    hint.statuses.some((status) => status === answer.status) &&
    (hint.auth === undefined || hint.auth === auth) &&
    hint.shows?.(answer) !== false;
  return (answer) => {
    if (isDenied(answer) && notClusteredPhrase.test(said(answer))) return notClustered(answer);
    const failure = failureOf(answer, Date.now());
    const hint = [...tellingHints, ...hints].find((one) => fits(one, answer));
    return failure === undefined || hint === undefined ? failure : explained(failure, hint.words);
  };
}
