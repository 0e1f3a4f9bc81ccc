const secretWord = /token|passw|secret|credential|bearer|api.?key|^pat$|^auth$/i;
const slackToken = /xox[a-z]|xapp-/i;
/** A URL's user and password part. */
const userInfo = /\/\/[^/?#]*@/;
/** Long runs of mixed letters and digits are more likely keys than words; addresses and ids are not matched. */
const keyLike = /^(?=.*\d)(?=.*[a-z])[A-Za-z0-9+=_-]{20,}$/i;

/**
 * A value of config.yml for a report, or undefined when it is, or might be, a secret: anything under `auth` or a key that
 * sounds like one, anything that looks like a token, and addresses with a password in them. Give the value as it is written
 * in the file: what `${NAME}` stands for is not shown.
 */
export function showValue(path: readonly PropertyKey[], value: unknown): string | undefined {
  if (path.some((part) => secretWord.test(String(part)))) return undefined;
  if (value === undefined) return undefined;
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? '[…]' : '{…}';
  const text = String(value);
  if (slackToken.test(text) || userInfo.test(text) || keyLike.test(text)) return undefined;
  return JSON.stringify(text.length > 100 ? `${text.slice(0, 99)}…` : value);
}
