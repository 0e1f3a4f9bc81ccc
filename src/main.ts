import { readFileSync } from 'node:fs';
import { type App, makeApp } from './app.js';
import type { Config, Role } from './config/config.js';
import { readEnv } from './config/env.js';
import { loadConfig } from './config/load.js';
import type { Logger } from './core/ports.js';
import { serveHealth } from './health.js';
import { makeLog } from './log.js';

const roles: readonly Role[] = ['web', 'worker', 'all'];
/** What is under way may finish within this time (ms) after SIGTERM or SIGINT. */
const DRAIN_MS = 9_000;

const exitCodes = { stopped: 0, configuration: 1, failed: 2 } as const;

/** The role named on the command line: `npm start -- worker`. */
function roleFrom(words: readonly string[]): Role | undefined {
  const [word = 'all', ...more] = words;
  return more.length === 0 ? roles.find((role) => role === word) : undefined;
}

async function main(): Promise<void> {
  const role = roleFrom(process.argv.slice(2));
  if (role === undefined) {
    process.stderr.write(`usage: npm start [-- ${roles.join('|')}]\n`);
    process.exit(exitCodes.configuration);
  }
  const loaded = loadConfig({ env: readEnv(), role, readFile: (path) => readFileSync(path, 'utf8') });
  if (!loaded.ok) {
    process.stderr.write(loaded.report.endsWith('\n') ? loaded.report : `${loaded.report}\n`);
    process.exit(exitCodes.configuration);
  }
  const { config } = loaded;
  const log = makeLog(config.logLevel, config.secrets);
  await run(config, role, log);
}

async function run(config: Config, role: Role, log: Logger): Promise<void> {
  let app: App | undefined;
  let stopping = false;
  const stop = async (code: number): Promise<void> => {
    if (stopping) process.exit(exitCodes.failed);
    stopping = true;
    await app?.stop(DRAIN_MS);
    log.info({ code }, 'stopped');
    process.exit(code);
  };
  const fail = (error: unknown): void => {
    log.error({ err: error }, 'the process cannot go on');
    stop(exitCodes.failed).catch(() => process.exit(exitCodes.failed));
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      log.info({ signal }, 'stopping');
      stop(exitCodes.stopped).catch(fail);
    });
  }
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);
  try {
    const made = makeApp(config, role, log);
    app = made;
    const { host, port } = config.ops;
    const readiness = () => made.readiness();
    const health = await serveHealth({ host, port, readiness, metrics: made.metrics.registry });
    log.info({ role, host, port: health.port, configuration: config.hash }, 'health is served');
    await made.start();
    log.info({ role, targets: Object.keys(config.targets).length }, 'started');
  } catch (error) {
    if (!stopping) fail(error);
  }
}

void main();
