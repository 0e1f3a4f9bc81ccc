import type { NodeRecord, Snapshot } from './events.js';
import type { Phase } from './products.js';

/** Phases in which every node in service runs the new version. */
const afterRolling: readonly Phase[] = ['finalizable', 'finalizing', 'failed'];

/** `9.12.3` is newer than `9.4.30`. */
const byVersion = (one: string, other: string): number => one.localeCompare(other, 'en', { numeric: true });

/**
 * The version a run starts from, judged from its first sight, when the product does not say: the one that all nodes
 * share while none is upgraded, the lowest while they differ (there is no way down). Later it cannot be known.
 */
export function versionBefore({ phase, nodes }: Snapshot): string | undefined {
  const versions = [...new Set(nodes.map((node) => node.version))];
  if (phase === 'rolling') {
    const [lowest, ...others] = versions.filter((version) => version !== undefined).sort(byVersion);
    return others.length > 0 ? lowest : undefined;
  }
  if (phase !== 'idle' && phase !== 'started') return undefined;
  return versions.length === 1 ? versions[0] : undefined;
}

/** Whether a node of the first sight runs another version than the run started from. */
export function isUpgraded({ version }: NodeRecord, original: string | undefined, phase: Phase): boolean {
  if (version === undefined) return false;
  return original === undefined ? afterRolling.includes(phase) : version !== original;
}

/** The same of a node that changed; where the run started from an unknown version, only a change of version tells. */
export function isUpgradedNow(
  node: NodeRecord,
  original: string | undefined,
  before: (NodeRecord & { readonly upgraded: boolean }) | undefined,
): boolean {
  if (node.version === undefined) return false;
  if (original !== undefined) return node.version !== original;
  return before !== undefined && (before.upgraded || (before.version !== undefined && before.version !== node.version));
}
