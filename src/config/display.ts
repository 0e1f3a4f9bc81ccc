const secretWord = /token|passw|secret|credential|bearer|api.?key|^pat$|^auth$/i;
const slackToken = /xox[a-z]|xapp-/i;
/** What may hold a password in a URL: all before the last @, for one written as it is may hold any mark; and the query. */
const userInfo = /\/\/.*@/s;
const query = /\?.*$/s;
/** Long runs of mixed letters and digits are more likely keys than words; addresses and ids are not matched. */
const keyLike = /^(?=.*\d)(?=.*[a-z])[A-Za-z0-9+=_-]{20,}$/i;

/**
 * A value of config.yml for a report, or undefined when it is, or might be, a secret: anything under `auth` or a key that
 * sounds like one, and anything that looks like a token. Addresses lose their user, password and query. Give the value as it is written
 * in the file: what `${NAME}` stands for is not shown.
 */
export function showValue(path: readonly PropertyKey[], value: unknown): string | undefined {
  if (path.some((part) => secretWord.test(String(part)))) return undefined;
  if (value === undefined) return undefined;
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? '[…]' : '{…}';
  const text = String(value);
  if (slackToken.test(text) || keyLike.test(text)) return undefined;
  if (typeof value !== 'string') return text;
  const safe = text.includes('://') ? text.replace(userInfo, '//…@').replace(query, '?…') : text;
  return JSON.stringify(safe.length > 100 ? `${safe.slice(0, 99)}…` : safe);
}
