import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A process that came to a named point. */
export interface Reached {
  readonly pid: number;
  readonly name: string;
}

/** What the processes of one bot share with the test that strikes them; see test/points/reach.js. */
export interface Points {
  /** Environment of the processes whose points are noted. */
  readonly env: Readonly<Record<string, string>>;
  /** The process that comes to this point for the `nth` time from now on is struck there. */
  arm(name: string, options?: { readonly signal?: 'SIGKILL' | 'SIGSTOP'; readonly nth?: number }): void;
  disarm(): void;
  /** Every point reached so far, in order. */
  reached(): Reached[];
  /** Every process struck so far, in order, with the point at which it was. */
  struck(): Reached[];
  remove(): void;
}

/** Makes a directory for points; whoever makes it removes it. */
export function makePoints(): Points {
  const dir = mkdtempSync(join(tmpdir(), 'upgrade-bot-points-'));
  const at = (name: string): string => join(dir, name);
  const read = (name: string): Reached[] => {
    const lines = readFileSync(at(name), 'utf8').split('\n');
    return lines.flatMap((line) => {
      const space = line.indexOf(' ');
      return space === -1 ? [] : [{ pid: Number(line.slice(0, space)), name: line.slice(space + 1) }];
    });
  };
  for (const name of ['reached', 'struck']) writeFileSync(at(name), '');
  return {
    env: { POINTS_DIR: dir },
    arm(name, { signal = 'SIGKILL', nth = 1 } = {}) {
      // In one step: a process may read it at any moment.
      writeFileSync(at('armed.new'), JSON.stringify({ name, nth, signal }));
      renameSync(at('armed.new'), at('armed'));
    },
    disarm: () => rmSync(at('armed'), { force: true }),
    reached: () => read('reached'),
    struck: () => read('struck'),
    remove: () => rmSync(dir, { recursive: true, force: true }),
  };
}
