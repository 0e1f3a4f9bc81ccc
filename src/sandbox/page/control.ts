/** What a page may send: one request to the control path of the sandbox that served the page. */
export type Body = Readonly<Record<string, unknown>>;

/** `problem` is the sandbox's own reason, for the person to read. */
export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: string };

const GONE = 'The sandbox does not answer. Is it still running?';

async function answerOf<T>(request: Promise<Response>): Promise<Answer<T>> {
  try {
    const response = await request;
    const value: unknown = await response.json();
    if (response.ok) return { ok: true, value: value as T };
    return { ok: false, problem: problemIn(value) ?? `The sandbox refused with status ${response.status}.` };
  } catch (error) {
    // A cut connection is a TypeError, a body that is no JSON a SyntaxError: the second is worth its own words.
    const problem = error instanceof SyntaxError ? 'The sandbox answered with something that is no JSON.' : GONE;
    return { ok: false, problem };
  }
}

function problemIn(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !('error' in value)) return undefined;
  return typeof value.error === 'string' ? value.error : undefined;
}

/** Reads below `/control`: `get<Snapshot>('snapshot?as=alice')`. Never rejects. */
export function get<T>(path: string): Promise<Answer<T>> {
  return answerOf<T>(fetch(`/control/${path}`));
}

/** Does something below `/control`: `post('faults/slack-outage', { on: true })`. Never rejects. */
export function post<T>(path: string, body: Body = {}): Promise<Answer<T>> {
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  return answerOf<T>(fetch(`/control/${path}`, init));
}

/** As `post`. @throws Error with the sandbox's own words when it is refused */
export async function postOrThrow(path: string, body?: Body): Promise<unknown> {
  const answer = await post(path, body);
  if (answer.ok) return answer.value;
  throw new Error(answer.problem);
}

/** `post`, with a notice on the page when it is refused. */
export type Act = <T = unknown>(path: string, body?: Body) => Promise<Answer<T>>;
