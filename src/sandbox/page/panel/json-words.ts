/** Longest text that is shown whole, in characters. */
export const longText = 240;

/** The first characters of a long text, never half of a pair. */
export const beginning = (text: string): string => text.slice(0, longText / 2).replace(/[\uD800-\uDBFF]$/, '');

/** Keys and values of an object or array; null for everything else. */
export function childrenOf(value: unknown): readonly (readonly [string, unknown])[] | null {
  return typeof value === 'object' && value !== null ? Object.entries(value) : null;
}

/** What stands for a folded value: `[3]`, `{ok, channel, ts, …}`. */
export function summaryOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.length}]`;
  const keys = (childrenOf(value) ?? []).map(([key]) => key);
  return `{${keys.slice(0, 4).join(', ')}${keys.length > 4 ? ', …' : ''}}`;
}
