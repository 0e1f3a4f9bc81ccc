/** `9.2.21` as numbers. */
export const partsOf = (version: string): readonly number[] => version.split('.').map(Number);

/** Whether two versions agree in their first parts: 1 for the same major, 2 for the same feature version. */
export function sameUpTo(count: number, one: string, other: string): boolean {
  const [left, right] = [partsOf(one), partsOf(other)];
  return left.slice(0, count).every((part, index) => part === right[index]);
}

/** A build number in the manner of the real ones, for versions whose real one is not public. */
export function inventBuild(version: string): string {
  const [major = 0, minor = 0, patch = 0] = partsOf(version);
  return String(major * 1000 + minor * 48 + patch);
}
