import { describe, expect, it, onTestFinished } from 'vitest';
import type { AppError } from '../../src/core/errors.js';
import { type ZduProductName, zduProducts } from '../../src/sandbox/zdu/product.js';
import type { ZduServer } from '../../src/sandbox/zdu/server.js';
import { failure } from './http-harness.js';
import { openZdu } from './zdu-harness.js';

const zduNames = Object.keys(zduProducts) as ZduProductName[];

const login = { username: 'bot', password: 'pa55word' };

/** What somebody who looks at a cluster, or who starts an upgrade on it, is told when it refuses as `begin` makes it. */
async function denied(product: ZduProductName, begin: (server: ZduServer) => void, call: 'look' | 'start' = 'look') {
  const under = await openZdu({ product, auth: login }, { auth: { kind: 'basic', ...login } });
  onTestFinished(() => under.stop());
  // The layout is found first: the refusal then meets the call itself.
  await under.adapter.observer.observe();
  begin(under.product);
  const { observer, actor } = under.adapter;
  const asked =
    call === 'look' ? observer.observe() : actor.act('start', { intended: {}, timeoutMs: 300, beforeSend: () => true });
  return await failure(asked);
}

const basicIsOff = { message: 'Basic Authentication has been disabled on this instance.' };
const page = '<html><head><title>Access denied</title></head><body>Two-factor login required</body></html>';

const meanings: readonly [string, RegExp, (server: ZduServer) => void, AppError['kind']][] = [
  ['no permission', /Check the rights/, (server) => server.faults.status(403, { message: 'no' }), 'forbidden'],
  ['a forged request', /X-Atlassian-Token/, (server) => server.faults.status(403, 'XSRF check failed'), 'forbidden'],
  ['Basic switched off', /Basic.*switched off/, (server) => server.faults.status(403, basicIsOff), 'forbidden'],
  ['a web page', /A web page refused/, (server) => server.faults.html({ status: 403, page }), 'forbidden'],
  [
    'no cluster',
    /single node/,
    (server) => server.faults.status(403, { message: 'Only available on a clustered installation.' }),
    'not-clustered',
  ],
];

describe('403', () => {
  describe.each(zduNames)('from %s', (product) => {
    it.each(meanings)('that means %s is told as that and as nothing else', async (_what, words, begin, kind) => {
      const error = await denied(product, begin);

      expect(error.kind).toBe(kind);
      expect(meanings.filter(([, one]) => one.test(error.message)).map(([, one]) => one)).toEqual([words]);
    });

    it.each(meanings)('that means %s has certainly changed nothing', async (_what, words, begin) => {
      const error = await denied(product, begin, 'start');

      expect(error.tookEffect).toBe('no');
      expect(error.message).toMatch(words);
    });
  });

  it('keeps to the words of a page that says that Basic authentication is off', async () => {
    const error = await denied('confluence', ({ faults }) =>
      faults.html({ status: 403, page: '<html><body>Basic authentication is disabled for this user</body></html>' }),
    );

    expect(error.message).toMatch(/switched off/);
    expect(error.message).not.toMatch(/web page/);
  });
});

describe('an answer that speaks of a forged request', () => {
  it('is told as one with 404 too, and has changed nothing', async () => {
    const error = await denied('confluence', ({ faults }) => faults.status(404, 'XSRF check failed'), 'start');

    expect(error).toMatchObject({ tookEffect: 'no', message: expect.stringContaining('X-Atlassian-Token') });
  });
});

describe('an explained refusal', () => {
  it('keeps its explanation within what a message shows, however long the answer', async () => {
    const error = await denied('confluence', ({ faults }) => faults.status(403, { message: 'no '.repeat(100) }));

    expect(error.message.length).toBeLessThanOrEqual(300);
    expect(error.message).toMatch(/System Administrator$/);
  });
});
