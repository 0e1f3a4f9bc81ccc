import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const built = fileURLToPath(new URL('../../dist/sandbox/main.js', import.meta.url));

/** Starts the built sandbox as `npm run sandbox` does, with a directory of its own for temporary files. */
export function startSandbox(...flags: string[]) {
  const dir = mkdtempSync(join(tmpdir(), 'sandbox-test-'));
  const child = spawn(process.execPath, [built, ...flags], {
    env: { ...process.env, TMPDIR: dir },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'exit');
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
  }
  return {
    printed: (): string => printed,
    /** Temporary files that are there now. */
    leftovers: (): string[] => readdirSync(dir),
    signal: (name: NodeJS.Signals): boolean => child.kill(name),
    /** Its exit code; null when a signal ended it. */
    exit: async (): Promise<unknown> => (await ended)[0],
    /** For afterEach. */
    clear(): void {
      child.kill('SIGKILL');
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

export type SandboxProcess = ReturnType<typeof startSandbox>;
