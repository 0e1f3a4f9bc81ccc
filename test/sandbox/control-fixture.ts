import { request } from 'node:http';
import type { Control } from '../../src/sandbox/control/server.js';
import type { Done, SlackShown, Snapshot } from '../../src/sandbox/control/shown.js';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

export const json = { 'content-type': 'application/json' };

export interface Asking {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Asks for a path exactly as written, with any header: `fetch` lets a caller choose neither. */
export function ask({ url }: Pick<Control, 'url'>, path: string, asking: Asking = {}): Promise<Answer> {
  const { method = 'GET', headers = {}, body = '' } = asking;
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, path, method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** Posts below `/control`. */
export const post = (control: Control, path: string, body: object = {}): Promise<Answer> =>
  ask(control, `/control${path}`, { method: 'POST', headers: json, body: JSON.stringify(body) });

/** Does something as a person. @throws Error with the answer when it is refused */
export async function act(control: Control, path: string, body: object = {}): Promise<Done> {
  const { status, text } = await post(control, `/people/${path}`, body);
  if (status !== 200) throw new Error(`${path} is answered ${status}: ${text}`);
  return JSON.parse(text) as Done;
}

export async function snapshot(control: Control, as: string): Promise<Snapshot> {
  return JSON.parse((await ask(control, `/control/snapshot?as=${as}`)).text) as Snapshot;
}

/** What a person sees of the workspace. */
export const seenBy = async (control: Control, as: string): Promise<SlackShown> => (await snapshot(control, as)).slack;
