import type { Check, ClockReading } from './checkup.js';

/** Differences (ms) up to this do no harm. */
const TOLERATED_MS = 2_000;

/**
 * Compares another clock with ours. Only what is certain counts: the time the answer took, and the rounding of the
 * other clock, are given to its favour.
 * @param whose whose clock it is: `Slack`
 */
export function checkClock(whose: string, reading: ClockReading | undefined): Check {
  const name = 'clock';
  if (reading === undefined) {
    const remedy = 'Nothing has to be done if clocks are kept by NTP.';
    return { name, result: 'unknown', detail: `the clock of ${whose} could not be read`, remedy };
  }
  const ahead = certainDifference(reading);
  if (Math.abs(ahead) <= TOLERATED_MS) return { name, result: 'ok', detail: `agrees with ${whose}` };
  const way = ahead > 0 ? 'behind' : 'ahead of';
  return {
    name,
    result: 'warning',
    detail: `the clock of this process is at least ${(Math.abs(ahead) / 1000).toFixed(1)} s ${way} that of ${whose}`,
    remedy: 'Set both clocks by NTP: times of requests and in messages are wrong until then.',
  };
}

/** The least (ms) by which the other clock is ahead of ours (behind it: negative); 0 when they may agree. */
function certainDifference({ sentAt, receivedAt, theirs, stepMs }: ClockReading): number {
  const least = theirs - receivedAt;
  const most = theirs + stepMs - sentAt;
  if (least > 0) return least;
  return Math.min(most, 0);
}
