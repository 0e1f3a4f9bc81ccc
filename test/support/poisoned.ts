/** Keys whose values are words of the bot's own, or names that the configuration allows only in plain letters. */
const ownWords = new Set([
  'target',
  'label',
  'title',
  'kind',
  'why',
  'type',
  'phase',
  'condition',
  'action',
  'status',
  'how',
  'finishedHow',
  'result',
  'outcome',
  'change',
  'product',
  'allowed',
  'news',
  'level',
  // Slack's own address of a message.
  'link',
]);

export interface Poison {
  readonly text: string;
  /** How long the outermost lists become; lists inside them become three long. */
  readonly many: number;
}

const INNER = 3;

/**
 * The same value with the text in every place where something untrusted can stand, and with long lists.
 * Functions, numbers and the bot's own words stay.
 */
export function poisoned<T>(value: T, poison: Poison, key = ''): T {
  return poisonedAny(value, poison, key) as T;
}

function poisonedAny(value: unknown, poison: Poison, key: string): unknown {
  if (typeof value === 'string') return ownWords.has(key) ? value : poison.text;
  if (Array.isArray(value)) return poisonedList(value, poison, key);
  if (typeof value !== 'object' || value === null || value instanceof Map) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, poisonedAny(inner, poison, name)]));
}

function poisonedList(list: readonly unknown[], poison: Poison, key: string): unknown[] {
  if (list.length === 0 || ownWords.has(key) || key === 'actions') return [...list];
  const inner = { ...poison, many: INNER };
  return Array.from({ length: poison.many }, (_one, index) => poisonedAny(list[index % list.length], inner, key));
}
