import type { Session } from './session.js';
import { cast } from './stage.js';
import type { ZduServer } from './zdu/server.js';

const asAtStart = ({ cluster, version, isUp }: ZduServer): boolean =>
  isUp() &&
  !cluster.upgradeMode() &&
  cluster.nodes().every((node) => node.version === version && node.state === 'ACTIVE');

/** Whether nothing has happened on the present stage, so that there is nothing to begin anew. */
export function isUntouched({ stage, bots }: Session): boolean {
  const { slack, targets, instabase, redis } = stage;
  if (bots() === 0 || !redis.isUp() || slack.everything(cast.channel).length > 0) return false;
  if (instabase !== undefined && (instabase.server.run.state() !== undefined || !instabase.server.isUp())) return false;
  return Object.values(targets).every(asAtStart);
}
