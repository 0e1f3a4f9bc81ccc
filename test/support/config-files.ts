import type { Config, Role } from '../../src/config/config.js';
import { type Loaded, loadConfig } from '../../src/config/load.js';

/** The least environment that starts a bot in Socket Mode. */
export const socketEnv = { SLACK_BOT_TOKEN: 'xoxb-test-token', SLACK_APP_TOKEN: 'xapp-test-token' };

export const minimalFile = `
channel: C0OPS
targets:
  confluence:
    product: confluence
    url: https://confluence.example.com
    auth: { token: "a-bearer-token" }
`;

interface Files {
  readonly env?: Readonly<Record<string, string>>;
  /** The text of config.yml; undefined for a machine that has none. */
  readonly file?: string | undefined;
  readonly others?: Readonly<Record<string, string>>;
  readonly role?: Role;
}

/** Loads a configuration from texts instead of files. */
export function load({ env = socketEnv, role = 'all', others = {}, ...rest }: Files = {}): Loaded {
  const file = 'file' in rest ? rest.file : minimalFile;
  const files: Readonly<Record<string, string | undefined>> = { 'config.yml': file, ...others };
  const readFile = (path: string): string => {
    const text = files[path];
    if (text === undefined) throw Object.assign(new Error(`ENOENT: no such file, open '${path}'`), { code: 'ENOENT' });
    return text;
  };
  return loadConfig({ env, role, readFile });
}

/** The configuration, or a failure that shows the report. */
export function loaded(files: Files = {}): Config {
  const result = load(files);
  if (!result.ok) throw new Error(result.report);
  return result.config;
}

/** The lines of the report, one per problem. */
export function problems(files: Files): string[] {
  const result = load(files);
  if (result.ok) throw new Error('the configuration was accepted');
  return result.report.split('\n').slice(1, -1);
}
