import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { freePort } from '../../src/sandbox/bot.js';
import { storyNames } from '../../src/sandbox/stories.js';
import { type SandboxProcess, startSandbox } from '../support/sandbox-process.js';

const running: SandboxProcess[] = [];

const start = (...flags: string[]): SandboxProcess => {
  const sandbox = startSandbox(...flags);
  running.push(sandbox);
  return sandbox;
};

afterEach(() => {
  for (const sandbox of running.splice(0)) sandbox.clear();
});

/** The part of the text that stands between two others. */
const between = (text: string, from: string, to: string): string => text.split(from)[1]?.split(to)[0] ?? '';

describe('npm run sandbox', { timeout: 60_000 }, () => {
  it('plays an upgrade from the question to the end, prints its thread, and leaves nothing behind', async () => {
    const sandbox = start('--once', '--fast');
    expect(await sandbox.exit(), sandbox.printed()).toBe(0);
    const printed = sandbox.printed();

    const order = [
      'alice        /upgrade start confluence security fix',
      'upgrade-bot  posts in #ops:',
      'READY_TO_UPGRADE:',
      'admin        upgrades confluence-0 to 9.2.21',
      'MIXED:',
      'admin        upgrades confluence-2 to 9.2.21',
      'READY_TO_RUN_UPGRADE_TASKS:',
      'alice        /upgrade approve confluence',
      'upgrade-bot  posts in the thread, also shown in #ops:',
      'alice        presses Approve',
      'answers (only alice sees this):',
      'bob          presses Approve',
      'RUNNING_UPGRADE_TASKS:',
      'STABLE:',
      'upgrade-bot  has the card at the end:',
    ];
    let rest = printed;
    for (const step of order) {
      expect(rest).toContain(step);
      rest = rest.slice(rest.indexOf(step) + step.length);
    }
    expect(between(printed, 'posts in #ops:', 'posts in the thread')).toContain('• confluence-2: ACTIVE');
    expect(printed.match(/posts in #ops:/g)).toHaveLength(1);
    expect(rest).toContain('9.2.13 → 9.2.21');
    expect(sandbox.leftovers()).toEqual([]);
  });

  it('plays an upgrade of Instabase on demand, with a stage that fails, a pause and a second person', async () => {
    const sandbox = start('--product', 'instabase', '--once', '--fast');
    expect(await sandbox.exit(), sandbox.printed()).toBe(0);

    const order = [
      'alice        /upgrade preflight ib',
      'RBAC properly configured.',
      'alice        /upgrade create ib 23.07.0 quarterly release',
      'posts in #ops:',
      'create: done.',
      'validate: done.',
      'deleted: 1',
      'start: done.',
      'TURN_DOWN:',
      'instabase    fails in MIGRATE_DB',
      'MIGRATE_DB has failed',
      'retry: done.',
      'has not taken hold yet',
      'The run is paused',
      'bob          /upgrade retry ib the tables look well',
      'ERROR in RUN_ACTIONS',
      'CONFIRM_COMPLETION:',
      'posts in the thread, also shown in #ops:',
      'answers (only alice sees this):',
      'bob          presses Approve',
      'COMPLETED:',
      'upgrade-bot  has this card:',
      'Upgrade finished: Instabase runs 23.07.0 now.',
    ];
    let rest = sandbox.printed();
    for (const step of order) {
      expect(rest).toContain(step);
      rest = rest.slice(rest.indexOf(step) + step.length);
    }
    expect(sandbox.printed().match(/posts in #ops:/g)).toHaveLength(1);
    expect(sandbox.leftovers()).toEqual([]);
  });

  it('names the page, plays nothing by itself, can be driven there, and ends on SIGTERM without leaving anything', async () => {
    const sandbox = start('--tell', '--fast');
    const url = await vi.waitFor(() => addressIn(sandbox.printed()), { timeout: 20_000, interval: 50 });
    expect(await (await fetch(url)).text()).toContain('<!doctype html>');
    const post = async (path: string, body?: object): Promise<unknown> => {
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(`${url}control${path}`, {
        method: 'POST',
        headers,
        body: JSON.stringify(body ?? {}),
      });
      return await response.json();
    };
    expect(await (await fetch(`${url}control/channel`)).json()).toEqual([]);

    const answer = JSON.stringify(await post('/people/alice/command', { text: 'start confluence' }));
    expect(answer).toContain('upgrade #1');
    expect(await post('/bot/kill')).toEqual({ killed: 1 });
    expect(await post('/bot/start')).toEqual({ processes: 1 });
    await post('/targets/confluence/nodes/confluence-0/upgrade');
    await vi.waitFor(() => expect(sandbox.printed()).toContain('MIXED:'), { timeout: 15_000, interval: 50 });

    sandbox.signal('SIGTERM');
    expect(await sandbox.exit(), sandbox.printed()).toBe(0);
    expect(sandbox.leftovers()).toEqual([]);
    const addresses = sandbox.printed().match(/http:\/\/[^/\s]+\//g);
    expect(new Set(addresses)).toEqual(new Set([url]));
  });

  it('serves the page where it is told to, quietly', async () => {
    const port = await freePort();
    const sandbox = start('--no-story', '--port', String(port));
    const url = await vi.waitFor(() => addressIn(sandbox.printed()), { timeout: 20_000, interval: 50 });
    expect(url).toBe(`http://127.0.0.1:${port}/`);

    const headers = { 'content-type': 'application/json' };
    await fetch(`${url}control/people/alice/command`, { method: 'POST', headers, body: '{"text": "list"}' });
    sandbox.signal('SIGTERM');
    expect(await sandbox.exit(), sandbox.printed()).toBe(0);
    expect(sandbox.printed()).not.toContain('alice');
  });

  it('says that a port cannot be used', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const sandbox = start('--port', String((taken.address() as AddressInfo).port));
    expect(await sandbox.exit()).toBe(2);
    taken.close();
    expect(sandbox.printed()).toContain('cannot be used');
    expect(sandbox.leftovers()).toEqual([]);
  });

  it('plays a story of something that goes wrong, ends, and leaves nothing behind', async () => {
    const sandbox = start('--story', 'mixed-without-mode', '--fast');
    expect(await sandbox.exit(), sandbox.printed()).toBe(0);
    expect(sandbox.printed()).toContain('start is not possible on confluence now: its state is MIXED');
    expect(sandbox.leftovers()).toEqual([]);
  });

  it('lists its stories, one line each', async () => {
    const sandbox = start('--stories');
    expect(await sandbox.exit()).toBe(0);
    const lines = sandbox.printed().trim().split('\n');
    expect(lines).toHaveLength(storyNames.length);
    expect(lines).toContain('expired                      nobody approves in time');
  });

  it.each([
    ['--twice'],
    ['--story', 'no-such-story'],
    ['--story'],
    ['--product', 'bitbucket'],
    ['--port', 'http'],
    ['--port', '70000'],
  ])('says how to call it when it is given %s %s', async (...flags) => {
    const sandbox = start(...flags);
    expect(await sandbox.exit()).toBe(1);
    expect(sandbox.printed()).toContain('usage: npm run sandbox');
  });
});

function addressIn(printed: string): string {
  const found = /Open its page:\s+(http:\/\/127\.0\.0\.1:\d+\/)/.exec(printed)?.[1];
  expect(found).toBeDefined();
  return found ?? '';
}
