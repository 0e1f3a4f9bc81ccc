import type { Item } from './feed.js';

/** As many rows as a browser draws without a pause, and how many more are shown on demand. */
export const rowsAtOnce = 300;

/** So that the oldest that is shown does not change with every new one. */
const BATCH = 100;

/** How many of the oldest items are left out when at most about `most` are shown; a thread's root counts for itself. */
export function leftOut({ length }: readonly Item[], most: number, inThread: boolean): number {
  const replies = inThread ? length - 1 : length;
  return Math.ceil(Math.max(0, replies - most) / BATCH) * BATCH;
}
