import { describe, expect, it } from 'vitest';
import { failure } from '../http-harness.js';
import { type Open, observe, under, useAdapter } from './under.js';

/** That trouble is named for what it is and never read as a state. */
export function describeTrouble(open: Open): void {
  describe('in trouble', () => {
    useAdapter(open);

    it.each([
      ['a balancer page', 'unreachable', () => under.product.faults.html()],
      ['a page with status 200', 'not-json', () => under.product.faults.html({ status: 200 })],
      ['401', 'unauthorized', () => under.product.faults.unauthorized()],
      ['403', 'forbidden', () => under.product.faults.status(403, { message: 'no' })],
      ['a redirect', 'redirected', () => under.product.faults.redirect()],
      ['429', 'rate-limited', () => under.product.faults.rateLimit(2)],
      ['503', 'unreachable', () => under.product.faults.status(503, '')],
      ['a slow answer', 'unreachable', () => under.product.faults.slow(2000)],
      ['a cut connection', 'unreachable', () => under.product.faults.dropRequest()],
      ['cut JSON', 'not-json', () => under.product.faults.malformed('truncated')],
      ['an empty body', 'not-json', () => under.product.faults.malformed('empty')],
      ['plain text', 'not-json', () => under.product.faults.malformed('text')],
      ['null', 'bad-body', () => under.product.faults.malformed('null')],
      ['wrong types', 'bad-body', () => under.product.faults.malformed('wrong-types')],
    ])('%s is %s, first and later, and passes', async (_, kind, begin) => {
      begin();
      expect((await failure(observe())).kind).toBe(kind);
      under.product.faults.clear();
      expect((await observe()).phase).toBe('idle');
      begin();
      expect((await failure(observe())).kind).toBe(kind);
      under.product.faults.clear();
      expect((await observe()).phase).toBe('idle');
    });

    it.each(['refuse', 'reset', 'hang'] as const)(
      'a target that is down (%s) is unreachable until it is back',
      async (how) => {
        await observe();
        await under.product.faults.down(how);
        expect((await failure(observe())).kind).toBe('unreachable');

        await under.product.faults.up();

        expect((await observe()).phase).toBe('idle');
      },
    );

    it('keeps a state that it does not know as it is', async () => {
      under.product.faults.malformed('unknown-state');

      expect(await observe()).toMatchObject({ state: 'UPGRADE_IN_PROGRESS', phase: 'unknown' });
    });

    it('needs the nodes', async () => {
      await observe();
      under.product.faults.malformed('no-nodes');

      expect((await failure(observe())).kind).toBe('bad-body');
    });

    it('says how long a rate limit asks to wait', async () => {
      under.product.faults.rateLimit(2);

      expect((await failure(observe())).retryAfterMs).toBe(2000);
    });
  });
}
