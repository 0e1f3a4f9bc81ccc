import { describe, expect, it } from 'vitest';
import { approvalsNeeded, completes, refuseClick } from '../../../src/core/approval.js';
import type { RequestStatus } from '../../../src/core/view.js';
import { aRequest, minutes, T0 } from '../../support/builders.js';

const settings = { actions: ['start'], required: 2, expiresMs: minutes(30) };
const now = T0 + minutes(40);

describe('the number of approvals', () => {
  it('is what is configured for actions that always need one and for those configured', () => {
    expect(approvalsNeeded('approve', true, settings)).toBe(2);
    expect(approvalsNeeded('start', false, settings)).toBe(2);
  });

  it('is none for the others', () => {
    expect(approvalsNeeded('cancel', false, settings)).toBe(0);
  });

  it('is reached by the last of several people', () => {
    expect(completes(aRequest({ required: 2 }))).toBe(false);
    expect(completes(aRequest({ required: 2, approvedBy: ['U0BOB'] }))).toBe(true);
    expect(completes(aRequest({ required: 1 }))).toBe(true);
  });
});

describe('a press of a button', () => {
  it('by another person on an open request has to be looked into', () => {
    expect(refuseClick(aRequest(), 'U0BOB', 'approve', now)).toBeUndefined();
    expect(refuseClick(aRequest(), 'U0BOB', 'reject', now)).toBeUndefined();
  });

  it('by the asker does not approve, but may withdraw', () => {
    expect(refuseClick(aRequest(), 'U0ALICE', 'approve', now)).toEqual({ why: 'own-request' });
    expect(refuseClick(aRequest(), 'U0ALICE', 'reject', now)).toBeUndefined();
  });

  it('by somebody who has approved counts no second time, but may reject', () => {
    const request = aRequest({ required: 2, approvedBy: ['U0BOB'] });
    expect(refuseClick(request, 'U0BOB', 'approve', now)).toEqual({ why: 'approved-before' });
    expect(refuseClick(request, 'U0BOB', 'reject', now)).toBeUndefined();
  });

  it('on a request that is not there is refused', () => {
    expect(refuseClick(undefined, 'U0BOB', 'approve', now)).toEqual({ why: 'no-such-request' });
  });

  it.each<RequestStatus>(['granted', 'begun', 'ended', 'rejected', 'withdrawn', 'voided', 'expired'])(
    'on a request that is %s is told so, with who and when',
    (status) => {
      const request = aRequest({ status, decidedBy: 'U0CAROL', decidedAt: now });
      const refusal = { why: 'decided', status, by: 'U0CAROL', at: now };
      expect(refuseClick(request, 'U0BOB', 'approve', now)).toEqual(refusal);
      expect(refuseClick(request, 'U0ALICE', 'reject', now)).toEqual(refusal);
    },
  );

  it('counts until the very end of the time and not after it, recorded as expired or not', () => {
    const request = aRequest({ expiresAt: now });
    expect(refuseClick(request, 'U0BOB', 'approve', now - 1)).toBeUndefined();
    expect(refuseClick(request, 'U0BOB', 'approve', now)).toEqual({ why: 'decided', status: 'expired', at: now });
    expect(refuseClick(request, 'U0BOB', 'reject', now + 1)).toMatchObject({ status: 'expired' });
  });
});
