import { AppError } from '../../core/errors.js';
import type { HttpAuth } from '../http.js';
import { failureOf, type HttpAnswer } from '../http-answer.js';
import type { RefusalHint } from './atlassian-product.js';

/**
 * A product that runs as a single node answers 401 or 403 with this phrase, in the body or in `WWW-Authenticate`, as
 * Atlassian's performance toolkit knows (https://github.com/atlassian/dc-app-performance-toolkit).
 */
const notClusteredPhrase = /clustered installation/i;

/** The filter against forged requests has a 403 of its own, which says nothing about credentials. */
const forged = /xsrf/i;

const isDenied = ({ status }: HttpAnswer): boolean => status === 401 || status === 403;

/** That there is no cluster. */
export function notClustered(answer: HttpAnswer): AppError {
  const text = 'The product runs as a single node: there is no cluster to upgrade without downtime';
  return new AppError('not-clustered', text, answer.method === 'GET' ? {} : { tookEffect: 'no' });
}

function explained(failure: AppError, words: string): AppError {
  const { kind, message, tookEffect, retryAfterMs } = failure;
  return new AppError(kind, `${message.replace(/[.\s]+$/, '')}. ${words}`, {
    ...(tookEffect === undefined ? {} : { tookEffect }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

const isFor = (hint: RefusalHint, auth: HttpAuth['kind']): boolean => hint.auth === undefined || hint.auth === auth;

/** The error that an answer stands for, with what is known about it; undefined for any 2xx. */
export function refusalReader(
  hints: readonly RefusalHint[],
  auth: HttpAuth['kind'],
): (answer: HttpAnswer) => AppError | undefined {
  return (answer) => {
    const said = `${answer.body} ${answer.header('www-authenticate') ?? ''}`;
    if (isDenied(answer) && notClusteredPhrase.test(said)) return notClustered(answer);
    const failure = failureOf(answer, Date.now());
    const hint = hints.find((one) => one.statuses.some((status) => status === answer.status) && isFor(one, auth));
    if (failure === undefined || hint === undefined || forged.test(said)) return failure;
    return explained(failure, hint.words);
  };
}
