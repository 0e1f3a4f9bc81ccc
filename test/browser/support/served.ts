import type { Snapshot } from '../../../src/sandbox/control/shown.js';
import { eventually } from '../../support/eventually.js';
import { startSandbox } from '../../support/sandbox-process.js';

/** The built sandbox in a process of its own, and its control path. */
export interface Served {
  /** Of the page: `http://127.0.0.1:40123/`. */
  readonly url: string;
  readonly port: number;
  /** `post('/faults/slack-outage', { on: true })`. @throws Error with the sandbox's own reason when it refuses */
  post(path: string, body?: object): Promise<unknown>;
  /** What a person sees; alice when nobody is named. */
  snapshot(as?: string): Promise<Snapshot>;
  /** Ends the process. */
  end(): Promise<void>;
}

/** @throws Error with what it printed when it is not ready within 20 s */
export async function serve(...flags: string[]): Promise<Served> {
  const sandbox = startSandbox(...flags);
  const address = () => /http:\/\/127\.0\.0\.1:(\d+)\//.exec(sandbox.printed());
  const [url = '', port] = await eventually('the address of the page', address).catch((error: unknown) => {
    sandbox.clear();
    throw new Error(`the sandbox does not start: ${sandbox.printed()}`, { cause: error });
  });
  return {
    url,
    port: Number(port),
    post: (path, body = {}) =>
      asked(`${url}control${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    snapshot: async (as = 'alice') => (await asked(`${url}control/snapshot?as=${as}`)) as Snapshot,
    async end() {
      sandbox.signal('SIGTERM');
      await sandbox.exit();
      sandbox.clear();
    },
  };
}

async function asked(url: string, init?: RequestInit): Promise<unknown> {
  const response = await fetch(url, init);
  const text = await response.text();
  if (!response.ok) throw new Error(`${url}: ${response.status} ${text}`);
  return JSON.parse(text);
}
