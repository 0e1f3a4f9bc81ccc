import type { VersionObstacle } from '../../core/products.js';

type Version = readonly [major: number, feature: number, fix: number];

const DOWNTIME = 'plan an upgrade with downtime';
const STEPS = `${DOWNTIME}, or go there in several rolling upgrades, one feature version at a time`;

/** Reads `9.2.21`; a missing last part counts as 0, and words after a dash (`-m01`) are left out. */
function parseVersion(text: string): Version | undefined {
  const match = /^(\d{1,4})\.(\d{1,4})(?:\.(\d{1,6}))?(?:-[\w.]+)?$/.exec(text);
  return match === null ? undefined : [Number(match[1]), Number(match[2]), Number(match[3] ?? 0)];
}

const isBefore = (one: Version, other: Version): boolean => {
  const at = one.findIndex((part, index) => part !== other[index]);
  return at !== -1 && (one[at] ?? 0) < (other[at] ?? 0);
};

/** What stands in the way whatever the product: undefined when nothing does. `rule` judges versions that go up. */
function judge(
  from: string,
  to: string,
  rule: (old: Version, next: Version) => VersionObstacle | undefined,
): VersionObstacle | undefined {
  const [old, next] = [parseVersion(from), parseVersion(to)];
  if (next === undefined) return { reason: `${to} is no version`, remedy: 'name it like 9.2.21', unreadable: true };
  // A version of our own nodes that cannot be read proves nothing against the upgrade.
  if (old === undefined) return undefined;
  if (isBefore(old, next)) return rule(old, next);
  return { reason: `${to} is not newer than ${from}`, remedy: 'name a newer version; downgrades are not supported' };
}

/**
 * Bitbucket's rule: only to bug-fix releases of the same feature version; feature and platform upgrades need downtime
 * ("Upgrade Bitbucket without downtime").
 */
export function bitbucketVersionObstacle(from: string, to: string): VersionObstacle | undefined {
  return judge(from, to, (old, next) => {
    if (old[0] === next[0] && old[1] === next[1]) return undefined;
    return {
      reason: `${from} to ${to} is more than a bug-fix release, and Bitbucket takes nothing else without downtime`,
      remedy: `plan an upgrade with downtime, or name a bug-fix release of ${old[0]}.${old[1]}`,
    };
  });
}

/**
 * Confluence's rules: before 7.8 no rolling upgrades, from 7.8 to bug-fix releases of the same feature version, from
 * 7.14 also to the next feature version; several feature versions at once, or another major, need downtime
 * ("Upgrade Confluence without downtime").
 */
export function confluenceVersionObstacle(from: string, to: string): VersionObstacle | undefined {
  return judge(from, to, (old, next) => {
    if (isBefore(old, [7, 8, 0])) {
      return { reason: `rolling upgrades begin with 7.8, this is ${from}`, remedy: DOWNTIME };
    }
    if (old[0] !== next[0]) return { reason: `${from} to ${to} is a platform upgrade`, remedy: DOWNTIME };
    if (old[1] === next[1]) return undefined;
    if (isBefore(old, [7, 14, 0])) {
      return { reason: `from ${from} only bug-fix releases can be reached`, remedy: DOWNTIME };
    }
    if (next[1] === old[1] + 1) return undefined;
    return { reason: `${to} is more than one feature version after ${from}`, remedy: STEPS };
  });
}

/**
 * Jira's rules: rolling upgrades begin with 7.3 ("Zero downtime upgrade FAQs"); inside one major, feature versions may
 * be skipped; across majors the upgraded node does not start and the cluster is left in upgrade mode (knowledge base,
 * "Node does not start after a zero downtime upgrade between major versions").
 */
export function jiraVersionObstacle(from: string, to: string): VersionObstacle | undefined {
  return judge(from, to, (old, next) => {
    if (isBefore(old, [7, 3, 0])) {
      return { reason: `rolling upgrades begin with 7.3, this is ${from}`, remedy: 'plan an upgrade with downtime' };
    }
    if (old[0] === next[0]) return undefined;
    return {
      reason: `from ${from} to ${to} the first upgraded node would not start, and the cluster would be stuck in upgrade mode`,
      remedy: `plan an upgrade with downtime, or name a version of Jira ${old[0]}`,
    };
  });
}
