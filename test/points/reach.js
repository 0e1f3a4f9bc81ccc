// @ts-check
import { appendFileSync, readFileSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';

/**
 * Directory that the harness shares with the processes it strikes: `reached` is the list of points in the order in
 * which they were reached, `armed` says at which one a process is struck, `struck` which process was.
 */
const dir = process.env.POINTS_DIR ?? '';

/** @typedef {{ name: string, nth: number, signal: 'SIGKILL' | 'SIGSTOP' }} Armed */

/** The armed point is met so many times more before it strikes. @type {{ text: string, left: number }} */
let counting = { text: '', left: 0 };

/**
 * A process has come to a named point. All of it is synchronous, so that nothing else of the process happens between
 * the point and the signal.
 * @param {string} name
 */
export function reach(name) {
  appendFileSync(join(dir, 'reached'), `${process.pid} ${name}\n`);
  const text = readArmed();
  if (text === undefined) return;
  /** @type {Armed} */
  const armed = JSON.parse(text);
  if (armed.name !== name) return;
  if (counting.text !== text) counting = { text, left: armed.nth };
  counting.left -= 1;
  if (counting.left > 0 || !disarm()) return;
  appendFileSync(join(dir, 'struck'), `${process.pid} ${name}\n`);
  process.kill(process.pid, armed.signal);
}

function readArmed() {
  try {
    return readFileSync(join(dir, 'armed'), 'utf8');
  } catch {
    // Nothing is armed.
    return undefined;
  }
}

/** False when another process was struck first. */
function disarm() {
  try {
    unlinkSync(join(dir, 'armed'));
    return true;
  } catch {
    return false;
  }
}
