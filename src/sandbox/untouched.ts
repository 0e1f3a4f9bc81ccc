import type { Session } from './session.js';
import { cast, type Stage } from './stage.js';
import type { ZduServer } from './zdu/server.js';

/** Stages on which something was done that cannot be seen, such as a failure that is still to come. */
const touched = new WeakSet<Stage>();

/** From now on there is something to begin anew. */
export const touch = ({ stage }: Session): void => void touched.add(stage);

const asAtStart = ({ cluster, version, isUp }: ZduServer): boolean =>
  isUp() &&
  !cluster.upgradeMode() &&
  cluster.nodes().every((node) => node.version === version && node.state === 'ACTIVE');

/** Whether nothing has happened on the present stage, so that there is nothing to begin anew. */
export function isUntouched({ stage, bots }: Session): boolean {
  const { slack, targets, instabase, redis } = stage;
  if (touched.has(stage) || bots() === 0 || !redis.isUp() || slack.everything(cast.channel).length > 0) return false;
  if (instabase !== undefined && (instabase.server.run.state() !== undefined || !instabase.server.isUp())) return false;
  return Object.values(targets).every(asAtStart);
}
