import type { ZduServer } from '../zdu/server.js';

const byVersion = (a: string, b: string): number => a.localeCompare(b, 'en', { numeric: true });

function oneLater(version: string): string {
  const parts = version.split('.');
  return [...parts.slice(0, -1), Number(parts.at(-1)) + 1].join('.');
}

/** The version that nodes are being upgraded to, or else the one that they will be. */
export function upgradeVersion({ cluster, version, targetVersion }: ZduServer): string {
  const versions = [...new Set(cluster.nodes().map((node) => node.version))].sort(byVersion);
  const newest = versions.at(-1) ?? version;
  if (versions.length > 1 || cluster.state() === 'READY_TO_RUN_UPGRADE_TASKS') return newest;
  return byVersion(newest, targetVersion) < 0 ? targetVersion : oneLater(newest);
}
