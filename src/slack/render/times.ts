import type { Leaf } from './leaves.js';

/**
 * A moment, which Slack shows in the reader's own zone ("today at 14:05").
 * @param at epoch milliseconds
 */
export function moment(at: number): Leaf {
  const date = new Date(at);
  const readable = Number.isNaN(date.getTime()) ? '' : date.toISOString().slice(0, 16).replace('T', ' ');
  return {
    type: 'date',
    timestamp: Math.max(Math.floor(at / 1000), 0),
    format: '{date_short_pretty} at {time}',
    fallback: readable === '' ? 'at an unknown time' : `${readable} UTC`,
  };
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A length of time in its two largest units: `45 s`, `12 min`, `2 h 5 min`, `3 d 4 h`. */
export function duration(ms: number): string {
  const length = Math.max(ms, 0);
  if (length < MINUTE) return `${Math.max(Math.round(length / SECOND), 1)} s`;
  if (length < HOUR) return `${Math.floor(length / MINUTE)} min`;
  if (length < DAY) return pair(length, HOUR, 'h', MINUTE, 'min');
  return pair(length, DAY, 'd', HOUR, 'h');
}

function pair(ms: number, large: number, largeName: string, small: number, smallName: string): string {
  const rest = Math.floor((ms % large) / small);
  const whole = `${Math.floor(ms / large)} ${largeName}`;
  return rest === 0 ? whole : `${whole} ${rest} ${smallName}`;
}
