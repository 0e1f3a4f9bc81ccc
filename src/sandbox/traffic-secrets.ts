const HIDDEN = '(hidden)';

/** Names of fields and headers whose values let somebody in. */
const secretNames = ['token', 'authorization', 'x-slack-signature', 'signing_secret', 'password', 'cookie'];

/** Tokens of Slack, and the single-use ticket in the address of a socket. */
const secretTexts: readonly (readonly [RegExp, string])[] = [
  [/\bx(?:ox[a-z]|app)-[\w-]+/g, HIDDEN],
  [/\b(ticket=)[\w-]+/g, `$1${HIDDEN}`],
];

/** Answers that repeat a secret would otherwise carry it anywhere: hidden by name and by look, however deep. */
export function withoutSecrets(value: unknown): unknown {
  if (typeof value === 'string') {
    return secretTexts.reduce((text, [pattern, shown]) => text.replaceAll(pattern, shown), value);
  }
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).map(([name, field]) => [
    name,
    secretNames.includes(name.toLowerCase()) ? HIDDEN : withoutSecrets(field),
  ]);
  return Object.fromEntries(fields);
}
