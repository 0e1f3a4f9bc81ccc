import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const prefix = 'upgrade-bot-redis-';
const pidFile = 'server.pid';
const ownerFile = 'owner.pid';

/** A private directory for one server, noted as ours so that a later start can clear it away if we crash. */
export function createServerDir(root = tmpdir()): string {
  const dir = mkdtempSync(join(root, prefix));
  writeFileSync(join(dir, ownerFile), identity(process.pid) ?? '');
  return dir;
}

export function noteServer(dir: string, pid: number): void {
  writeFileSync(join(dir, pidFile), identity(pid) ?? '');
}

export function forgetServer(dir: string): void {
  rmSync(join(dir, pidFile), { force: true });
}

/**
 * Starts a shell that waits until this process is gone, however it went, and then ends the server and removes its
 * directory. It has a process group of its own, so that Ctrl-C does not reach it first. Ending its input ends it.
 */
export function startWatchdog(dir: string): ChildProcess {
  const script = `cat > /dev/null
if [ -s "$1/${pidFile}" ]; then kill -9 "$(cut -d ' ' -f 1 "$1/${pidFile}")"; fi
rm -rf "$1"`;
  const watchdog = spawn('/bin/sh', ['-c', script, 'redis-watchdog', dir], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  watchdog.unref();
  return watchdog;
}

/** Ends servers, and removes directories, of earlier runs that died together with their watchdog. */
export function reapLeftovers(root = tmpdir()): void {
  const hour = 3_600_000;
  for (const name of readdirSync(root).filter((entry) => entry.startsWith(prefix))) {
    const dir = join(root, name);
    const owner = readPid(join(dir, ownerFile));
    const young = Date.now() - (statSync(dir, { throwIfNoEntry: false })?.mtimeMs ?? 0) < hour;
    if (owner === undefined ? young : isAlive(owner)) continue;
    const server = readPid(join(dir, pidFile));
    if (server !== undefined && isAlive(server)) process.kill(pidOf(server), 'SIGKILL');
    rmSync(dir, { recursive: true, force: true });
  }
}

const pidOf = (text: string): number => Number(text.split(' ')[0]);

/** Process ids are used again: only together with the time of its start does one name a process. */
const isAlive = (text: string): boolean => identity(pidOf(text)) === text;

function readPid(file: string): string | undefined {
  const text = existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
  return /^\d+ \S/.test(text) ? text : undefined;
}

/** `<pid> <start time>` of a running process; undefined when there is none. */
function identity(pid: number): string | undefined {
  const stat = `/proc/${pid}/stat`;
  if (existsSync('/proc/self/stat')) {
    if (!existsSync(stat)) return undefined;
    // proc(5): the start time is field 22; the second field may hold blanks and ends with the last bracket.
    const fields = readFileSync(stat, 'utf8').split(') ').at(-1)?.split(' ');
    return fields?.[0] === 'Z' ? undefined : `${pid} ${fields?.[19]}`;
  }
  const { stdout } = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' });
  const started = (stdout ?? '').trim().replaceAll(/\s+/g, '-');
  return started === '' ? undefined : `${pid} ${started}`;
}
