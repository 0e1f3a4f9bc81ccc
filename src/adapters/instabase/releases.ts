import type { VersionObstacle } from '../../core/products.js';

/** What a release may be called; it also is the name of a directory. */
const releaseName = /^[0-9A-Za-z][0-9A-Za-z._-]{0,63}$/;

export const isReleaseName = (text: string): boolean => releaseName.test(text) && !text.includes('..');

function partsOf(release: string): readonly number[] | undefined {
  const match = /^v?(\d{1,6}(?:\.\d{1,6}){1,5})(?:[-+].*)?$/.exec(release);
  return match?.[1]?.split('.').map(Number);
}

/**
 * Which release comes first, part by part as numbers: below 0 when `one` is the lower. Undefined when one of them is
 * no release number, which proves nothing.
 */
export function compareReleases(one: string, other: string): number | undefined {
  const [left, right] = [partsOf(one), partsOf(other)];
  if (left === undefined || right === undefined) return undefined;
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** For a list that begins with the newest: what is no release number comes last, by name. */
export function newestFirst(one: string, other: string): number {
  const numbers = (partsOf(other) === undefined ? 0 : 1) - (partsOf(one) === undefined ? 0 : 1);
  if (numbers !== 0) return numbers;
  return -(compareReleases(one, other) ?? one.localeCompare(other));
}

/** Only upwards: "You cannot downgrade to a previous release through Deployment Manager" ("Upgrade API"). */
export function releaseObstacle(from: string, to: string): VersionObstacle | undefined {
  const order = compareReleases(from, to);
  if (order === undefined || order < 0) return undefined;
  return {
    reason: `${to} is not higher than ${from}`,
    remedy: 'choose a higher release; Deployment Manager cannot go back to an earlier one',
  };
}
