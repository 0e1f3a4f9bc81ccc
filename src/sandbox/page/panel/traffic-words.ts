import type { TrafficShown } from '../../control/shown.js';

/** Who sent it to whom: `slack → bot`, `bot → confluence`. */
export const directionWords = ({ direction, peer }: TrafficShown): string =>
  direction === 'slack-to-bot' ? `${peer} → bot` : `bot → ${peer}`;

/** `< 1 ms`, `12 ms`, `3.2 s`; `…` while the answer is awaited, a dash when none came. */
export function tookWords({ ms, problem }: TrafficShown): string {
  if (ms === null) return problem === null ? '…' : '—';
  if (ms < 1) return '< 1 ms';
  return ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`;
}

/** The HTTP status; `ack` for a delivery that was acknowledged over a socket. */
export function statusWords({ status, ms, direction }: TrafficShown): string {
  if (status !== null) return String(status);
  return direction === 'slack-to-bot' && ms !== null ? 'ack' : '';
}

/** What went wrong, and whether it was carried out all the same; null when all is well. */
export function problemWords({ problem, carriedOut }: TrafficShown): string | null {
  if (problem === null) return null;
  if (carriedOut === null) return problem;
  return `${problem} (${carriedOut ? 'carried out all the same' : 'not carried out'})`;
}

const two = (count: number): string => String(count).padStart(2, '0');

/** Local time of day with seconds: `17:04:09`. */
export function timeWords(at: number): string {
  const time = new Date(at);
  return `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}`;
}
