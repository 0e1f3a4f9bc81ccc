import { describe, expect, it } from 'vitest';
import { failure } from '../http-harness.js';
import { act, type Open, observe, postsOf, type Traits, under, useAdapter } from './under.js';

/** That an action is sent once, and that the caller learns what is known of its effect. */
export function describeActing(open: Open, traits: Traits): void {
  describe('acting', () => {
    useAdapter(open);

    it('starts and cancels with one call each', async () => {
      await act('start');
      expect(under.product.cluster.state()).toBe('READY_TO_UPGRADE');
      await act('cancel');
      expect(under.product.cluster.state()).toBe('STABLE');

      expect(under.product.posts().map((post) => [post.verb, post.status])).toEqual([
        ['start', traits.done.start],
        ['cancel', traits.done.cancel],
      ]);
    });

    it('passes a refusal on: certainly no effect', async () => {
      for (const action of ['cancel', 'approve'] as const) {
        expect(await failure(act(action))).toMatchObject({ kind: 'conflict', tookEffect: 'no' });
      }
      expect(under.product.cluster.state()).toBe('STABLE');
    });

    it('sends nothing when it is too late', async () => {
      expect(await failure(act('start', () => false))).toMatchObject({ tookEffect: 'no' });

      expect(under.product.posts()).toEqual([]);
    });

    it('asks whether it is too late once, after everything else', async () => {
      const asked: number[] = [];

      await act('start', () => {
        asked.push(under.product.requests.length);
        return true;
      });

      expect(asked).toEqual([under.product.requests.length - 1]);
    });

    it.each(['cut', 'silence', '502'] as const)(
      'does not know the outcome of a call whose answer is lost (%s)',
      async (how) => {
        under.product.faults.loseReply('start', { times: 1, how });

        expect(await failure(act('start'))).toMatchObject({ kind: 'unreachable', tookEffect: 'unknown' });

        expect(postsOf('start')).toMatchObject([{ acted: true }]);
        expect((await observe()).phase).toBe('started');
      },
    );

    it('does not know the outcome of a call that was cut, and sends it no second time', async () => {
      under.product.faults.dropRequest({ verb: 'start', times: 1 });

      expect(await failure(act('start'))).toMatchObject({ tookEffect: 'unknown' });

      expect(postsOf('start')).toMatchObject([{ acted: false }]);
    });

    const noJson = traits.answersWithBody ? (['truncated', 'text'] as const) : (['text'] as const);
    it.each(noJson)('does not take an answer for success that is no JSON (%s)', async (how) => {
      under.product.faults.malformed(how, { verb: 'start', times: 1 });

      expect(await failure(act('start'))).toMatchObject({ kind: 'not-json', tookEffect: 'unknown' });
    });

    it('takes an empty answer for success', async () => {
      under.product.faults.malformed('empty', { verb: 'start', times: 1 });

      await act('start');

      expect(postsOf('start')).toMatchObject([{ acted: true }]);
    });

    it('knows that nothing took effect while the target is down', async () => {
      await under.product.faults.down();

      expect(await failure(act('start'))).toMatchObject({ kind: 'unreachable', tookEffect: 'no' });
    });
  });
}
