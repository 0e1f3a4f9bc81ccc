import { describe, expect, it } from 'vitest';
import { deadlineOf, nextDeadline } from '../../../src/core/deadlines.js';
import { fold } from '../../../src/core/view.js';
import { anEvent, anUpgrade, aRequest, minutes, T0 } from '../../support/builders.js';

const asked = T0 + minutes(30);
const request = aRequest({ askedAt: asked, expiresAt: asked + minutes(30) });

describe('an open request', () => {
  it('is due a reminder at half time', () => {
    expect(deadlineOf(request, asked)).toEqual({ request: 'r1', type: 'reminded', at: asked + minutes(15) });
  });

  it('is due its end once it was reminded of, and is reminded of once', () => {
    const before = anUpgrade({ requests: [request] });
    const after = fold(before, [anEvent({ type: 'reminded', request: 'r1' }, asked + minutes(15))]);
    expect(after?.requests[0]).toMatchObject({ status: 'open', remindedAt: asked + minutes(15) });
    expect(after && nextDeadline(after, asked + minutes(16))).toEqual({
      request: 'r1',
      type: 'expired',
      at: asked + minutes(30),
    });
  });

  it('gets no reminder when it stands for less than two minutes', () => {
    const short = { ...request, expiresAt: asked + minutes(2) - 1 };
    expect(deadlineOf(short, asked)).toMatchObject({ type: 'expired', at: short.expiresAt });
    expect(deadlineOf({ ...request, expiresAt: asked + minutes(2) }, asked)).toMatchObject({ type: 'reminded' });
  });

  it('is ended and not reminded of when nobody looked before its end', () => {
    expect(deadlineOf(request, request.expiresAt)).toMatchObject({ type: 'expired' });
  });
});

describe('the next deadline of an upgrade', () => {
  it('is the earliest of its open requests', () => {
    const late = aRequest({ id: 'r2', askedAt: asked + minutes(5), expiresAt: asked + minutes(35) });
    expect(nextDeadline(anUpgrade({ requests: [late, request] }), asked)).toMatchObject({ request: 'r1' });
  });

  it('is none where no request is open', () => {
    expect(nextDeadline(anUpgrade({ requests: [aRequest({ status: 'rejected' })] }), asked)).toBeUndefined();
  });
});
