import type { Logger } from '../../src/core/ports.js';

export interface LogLine {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly values: object;
  readonly text: string;
}

/** A log that keeps its lines; `all()` is everything that was logged, as one text, to look for what must not be there. */
export function capturedLog(): Logger & { readonly lines: LogLine[]; all: () => string } {
  const lines: LogLine[] = [];
  const keep =
    (level: LogLine['level']) =>
    (values: object, text: string): void => {
      lines.push({ level, values, text });
    };
  return {
    lines,
    all: () => JSON.stringify(lines),
    debug: keep('debug'),
    info: keep('info'),
    warn: keep('warn'),
    error: keep('error'),
  };
}
