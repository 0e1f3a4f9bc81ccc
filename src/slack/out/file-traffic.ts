import { AppError } from '../../core/errors.js';
import { slackFailure } from '../failure.js';

export interface FileRequest {
  readonly method: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: FormData;
}

/**
 * One request for the bytes of a file, at an address that has been checked. Redirects are not followed: they lead to a
 * page to log in on.
 * @param timeoutMs until the answer begins
 * @throws AppError kind `slack-busy` or `slack-refused`
 */
export async function fetchFile(url: URL, request: FileRequest, timeoutMs: number): Promise<Response> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(new DOMException('no answer in time', 'TimeoutError')), timeoutMs);
  try {
    const response = await fetch(url, { ...request, redirect: 'manual', signal: late.signal });
    const problem = problemOf(response);
    if (problem === undefined) return response;
    await response.body?.cancel();
    throw problem;
  } catch (error) {
    throw slackFailure(error);
  } finally {
    clearTimeout(timer);
  }
}

function problemOf({ status, headers }: Response): AppError | undefined {
  const isPage = headers.get('content-type')?.startsWith('text/html') === true;
  if ((status >= 300 && status < 400) || (status === 200 && isPage)) {
    return new AppError('slack-refused', 'Slack shows a page to log in on instead of the file');
  }
  if (status === 200) return undefined;
  const kind = status === 429 || status >= 500 ? 'slack-busy' : 'slack-refused';
  return new AppError(kind, `Slack: HTTP ${status} for a file`);
}
