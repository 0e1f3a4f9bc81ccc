import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import type { InstabaseServer } from '../../src/sandbox/instabase/server.js';

interface Answered {
  readonly status: number;
  /** Parsed; undefined when empty. */
  readonly body: unknown;
}

/** The body of a file in `test/contract/fixtures/instabase`. */
export function published(name: string): unknown {
  const file = new URL(`../contract/fixtures/instabase/${name}.json`, import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { body: unknown }).body;
}

export const gzip = (text = 'configs'): Blob => new Blob([Buffer.from([0x1f, 0x8b]), text]);
export const zip = (text = 'configs'): Blob => new Blob(['PK', text]);

/** A client as plain as the page's own samples. */
export function clientOf(server: Pick<InstabaseServer, 'url' | 'token'>) {
  async function call(method: string, path: string, body?: RequestInit['body'], headers = {}): Promise<Answered> {
    const response = await fetch(`${server.url}${path}`, {
      method,
      headers: { Token: server.token, ...headers },
      body: body ?? null,
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
  }

  const post = (path: string, body?: RequestInit['body'], headers?: object): Promise<Answered> =>
    call('POST', path, body, headers);

  return {
    get: (path: string): Promise<Answered> => call('GET', path),
    post,
    act: (verb: string, body?: RequestInit['body']): Promise<Answered> => post(`/product/upgrade/${verb}`, body),
    /** A creation with base configurations unless other parts are given. */
    upload(parts: readonly (readonly [string, string | Blob, string?])[] = [['base_configs', zip(), 'base.zip']]) {
      const form = new FormData();
      for (const [name, value, fileName] of parts) {
        if (typeof value === 'string') form.append(name, value);
        else form.append(name, value, fileName);
      }
      return post('/product/upgrade/upload', form);
    },
  };
}

/** Waits until the run is at this stage. */
export async function reaches(server: InstabaseServer, stage: string, status?: string): Promise<void> {
  const expected = status === undefined ? { stage } : { stage, status };
  await expect.poll(() => server.run.state(), { interval: 5, timeout: 5000 }).toMatchObject(expected);
}
