import { LogLevel, type Logger as SlackLogger } from '@slack/bolt';
import type { Logger } from '../core/ports.js';

const maxLength = 500;

/** Tokens, and addresses that work without one: socket addresses with their ticket, and addresses to answer to. */
const secrets = /\b(?:xox[a-z]+|xapp)-[\w-]+|wss?:\/\/[^\s"']+|https?:\/\/[^\s"']*\/(?:commands|actions)\/[^\s"']+/gi;

/** The text of a library's log line without secrets, cut to 500 characters. */
export function scrubbed(text: string): string {
  return text.replace(secrets, '[removed]').slice(0, maxLength);
}

/**
 * Our log as Slack's libraries want it. They pass several arguments, the error last; the first error becomes `err`.
 *
 * Debug lines are dropped whatever the level: socket-mode 3.1 prints each envelope with its `response_url`, and the
 * socket's address with its ticket. `setLevel` does nothing because Bolt's constructor calls it.
 */
export function slackLog(logger: Logger): SlackLogger {
  return {
    debug: () => undefined,
    info: (...parts: unknown[]) => logger.debug(values(parts), 'slack library'),
    warn: (...parts: unknown[]) => logger.warn(values(parts), 'slack library warns'),
    // What matters of it is reported where it is handled; a socket that we close ourselves is an error to the library too.
    error: (...parts: unknown[]) => logger.warn(values(parts), 'slack library reports an error'),
    setLevel: () => undefined,
    getLevel: () => LogLevel.INFO,
    setName: () => undefined,
  };
}

function values(parts: readonly unknown[]): object {
  const error = parts.find((part): part is Error => part instanceof Error);
  const said = scrubbed(
    parts
      .filter((part) => part !== error)
      .map(String)
      .join(' '),
  );
  if (error === undefined) return { said };
  return { said, err: { type: error.name, message: scrubbed(error.message) } };
}
