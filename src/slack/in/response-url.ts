import { AppError } from '../../core/errors.js';

const timeoutMs = 5000;
const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Failures after which Slack certainly has not seen the answer, so that it may be sent once more. */
const notSent = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'ECONNRESET']);

/**
 * Sends an answer to the address that came with a command or click
 * (https://docs.slack.dev/interactivity/handling-user-interaction#message_responses). Sent a second time only when the
 * connection failed: a doubled private answer harms nobody, a missing one does.
 * @throws AppError kind `slack-busy` or `slack-refused`; the address, which is a secret, is in no message.
 */
export async function postToResponseUrl(address: string, body: object): Promise<void> {
  const url = trusted(address);
  try {
    await send(url, body);
  } catch (error) {
    if (!isConnectionError(error)) throw failure(error);
    await send(url, body).catch((second: unknown) => {
      throw failure(second);
    });
  }
}

/** https anywhere, http on this machine only: the answer may name clusters and people. */
function trusted(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const allowed = url?.protocol === 'https:' || (url?.protocol === 'http:' && loopback.has(url.hostname));
  if (url === undefined || !allowed) throw new AppError('slack-refused', 'response url is neither https nor loopback');
  return url;
}

async function send(url: URL, body: object): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(body),
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  });
  // Read to the end so that the connection can be used again.
  await response.text();
  if (!response.ok) throw new AppError('slack-refused', `response url answered HTTP ${response.status}`);
}

function isConnectionError(error: unknown): boolean {
  const cause: unknown = error instanceof Error ? error.cause : undefined;
  if (!(cause instanceof Error) || !('code' in cause)) return false;
  return cause.code === 'UND_ERR_SOCKET' || notSent.has(String(cause.code));
}

function failure(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const timedOut = error instanceof Error && error.name === 'TimeoutError';
  return new AppError('slack-busy', timedOut ? 'response url did not answer in time' : 'response url not reachable');
}
