const isFields = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * The new value, made of the old one's parts where they are equal: what did not change is the same object, so that
 * React leaves it alone. Both must be as `JSON.parse` makes them.
 */
export function share<T>(old: unknown, fresh: T): T {
  if (Object.is(old, fresh)) return fresh;
  if (Array.isArray(fresh)) return shareList(Array.isArray(old) ? old : [], fresh) as T;
  if (isFields(fresh) && isFields(old)) return shareFields(old, fresh) as T;
  return fresh;
}

function shareList(old: readonly unknown[], fresh: readonly unknown[]): readonly unknown[] {
  const shared = fresh.map((value, index) => share(old[index], value));
  return shared.length === old.length && shared.every((value, index) => value === old[index]) ? old : shared;
}

function shareFields(old: Readonly<Record<string, unknown>>, fresh: Readonly<Record<string, unknown>>): unknown {
  const keys = Object.keys(fresh);
  const shared = Object.fromEntries(keys.map((key) => [key, share(old[key], fresh[key])]));
  const isSame = keys.length === Object.keys(old).length && keys.every((key) => shared[key] === old[key]);
  return isSame ? old : shared;
}
