/** What stands for a value that is not shown. */
const MASK = '•••';

const word = 'pass(?:word|wd|phrase)?|pwd|secret|token|credential|private|api[_-]?key|access[_-]?key|auth|dsn|cert|key';

/** `password: x`, `"api_token" = "x"`, `- DB_PASSWORD=x`: everything up to the value. */
const sensitiveField = new RegExp(`^(.*?["']?[\\w.-]*(?:${word})[\\w.-]*["']?\\s*[:=]\\s*)(.*)$`, 'i');

/** The first half of `- name: DB_PASSWORD`, whose value follows on a line of its own. */
const sensitiveName = new RegExp(`^\\s*-?\\s*["']?name["']?\\s*:\\s*["']?[\\w.-]*(?:${word})`, 'i');
const valueField = /^(\s*-?\s*["']?value["']?\s*:\s*)(.*)$/;

/** Configs that are nothing but secrets, whatever stands in them: ciphertext, keys, connection parameters. */
const sensitiveConfig = /key|param|secret|token|passw|credential|cert|tls|private|auth/i;

const longRun = /[A-Za-z0-9+/=_-]{20,}/g;

/** Whether a run of characters looks made by a machine: all three classes, or long with digits in it. */
function looksRandom(run: string): boolean {
  const [lower, upper, digit] = [/[a-z]/.test(run), /[A-Z]/.test(run), /\d/.test(run)];
  if (lower && upper && digit) return true;
  return (run.length >= 32 && digit && (lower || upper)) || (run.length >= 40 && lower && upper);
}

const withoutRuns = (text: string): string => text.replace(longRun, (run) => (looksRandom(run) ? MASK : run));

/** `scheme://user:password@host` */
const withoutLogin = (text: string): string => text.replace(/(:\/\/)[^\s/@]+@/g, `$1${MASK}@`);

const indentOf = (line: string): number => line.length - line.trimStart().length;

/** A value that goes on in the lines below, further to the right: `|`, `>` or nothing. */
const goesOn = (value: string): boolean => /^(?:[|>][+-]?\d?)?\s*$/.test(value);

/** Whether a config consists of secrets as a whole: by its name, or because it is a Secret of Kubernetes. */
export function isSecretConfig(name: string, content: string | undefined): boolean {
  return (
    sensitiveConfig.test(name) || (content !== undefined && /^\s*["']?kind["']?\s*:\s*["']?Secret\b/m.test(content))
  );
}

/**
 * Lines that follow each other, with values that look secret masked. It rather hides too much.
 * @param whole mask everything
 */
export function masked(lines: readonly string[], whole: boolean): string[] {
  if (whole) return lines.map((line) => (line.trim() === '' ? '' : `${MASK} (${line.length} characters)`));
  let under: number | undefined;
  let named = false;
  return lines.map((line) => {
    const indent = indentOf(line);
    if (under !== undefined && indent > under && line.trim() !== '') return `${line.slice(0, indent)}${MASK}`;
    under = undefined;
    const value = named ? valueField.exec(line) : null;
    named = sensitiveName.test(line);
    if (named) return withoutRuns(line);
    const [, head, rest = ''] = value ?? sensitiveField.exec(line) ?? [];
    if (head === undefined) return withoutRuns(withoutLogin(line));
    if (!goesOn(rest)) return `${head}${MASK}`;
    under = indent;
    return line;
  });
}
