import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Says one line to the person at the terminal. */
export type Say = (line: string) => void;

const names = ['redis-server', 'valkey-server'];
const usualPlaces = [
  '/usr/bin',
  '/usr/local/bin',
  '/opt/homebrew/bin',
  '/opt/homebrew/opt/redis/bin',
  '/opt/homebrew/opt/valkey/bin',
  '/usr/local/opt/redis/bin',
  '/home/linuxbrew/.linuxbrew/bin',
];

const help =
  'No Redis 6.2 or newer was found: install one (Debian/Ubuntu: apt-get install redis-server, macOS: brew install redis), ' +
  'or set REDIS_URL to one that runs (docker run -p 6379:6379 redis:7).';

/**
 * The path of a Redis or Valkey server, 6.2 or newer: one that is on the machine, else one that the machine's package
 * manager can install without a question.
 * @throws Error with one sentence on how to get one.
 */
export function ensureRedisBinary(say: Say, path = process.env.PATH ?? ''): string {
  const found = findRedisBinary(path);
  if (found !== undefined) return found;
  const installed = install(say, path) ? findRedisBinary(path) : undefined;
  if (installed === undefined) throw new Error(help);
  return installed;
}

/** The first server in PATH or the usual places that is new enough. */
export function findRedisBinary(path: string, places: readonly string[] = usualPlaces): string | undefined {
  const folders = [...path.split(delimiter).filter((folder) => folder !== ''), ...places];
  const candidates = folders.flatMap((folder) => names.map((name) => join(folder, name)));
  return [...new Set(candidates)].find((candidate) => existsSync(candidate) && isNewEnough(candidate));
}

/** `Redis server v=7.0.15 …`, `Valkey server v=8.0.1 …`. */
function isNewEnough(binary: string): boolean {
  const { stdout } = spawnSync(binary, ['--version'], { encoding: 'utf8', timeout: 10_000 });
  const match = /v=(\d+)\.(\d+)/.exec(stdout ?? '');
  const [major, minor] = [Number(match?.[1] ?? 0), Number(match?.[2] ?? 0)];
  return major > 6 || (major === 6 && minor >= 2);
}

function install(say: Say, path: string): boolean {
  if (isRootOnDebian()) {
    say('No Redis server was found: installing redis-server with apt-get.');
    const options = ['-o', 'DPkg::Lock::Timeout=120', '-qq'];
    return (
      run('apt-get', [...options, 'update'], say) &&
      run('apt-get', [...options, 'install', '-y', '--no-install-recommends', 'redis-server'], say)
    );
  }
  const brew = [...path.split(delimiter), ...usualPlaces].map((folder) => join(folder, 'brew')).find(existsSync);
  // Homebrew refuses to run as root.
  if (brew === undefined || process.getuid?.() === 0) return false;
  say('No Redis server was found: installing redis with Homebrew.');
  return run(brew, ['install', 'redis'], say);
}

function isRootOnDebian(): boolean {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get') || !existsSync('/etc/os-release')) return false;
  return /^ID(?:_LIKE)?=.*\b(?:debian|ubuntu)\b/m.test(readFileSync('/etc/os-release', 'utf8'));
}

function run(command: string, args: readonly string[], say: Say): boolean {
  const quiet = { DEBIAN_FRONTEND: 'noninteractive', NONINTERACTIVE: '1', HOMEBREW_NO_AUTO_UPDATE: '1' };
  const { status, stderr } = spawnSync(command, args, {
    encoding: 'utf8',
    env: { ...process.env, ...quiet },
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: 300_000,
  });
  if (status === 0) return true;
  say(`${command} did not succeed: ${(stderr ?? '').trim().split('\n').at(-1) ?? ''}`);
  return false;
}
