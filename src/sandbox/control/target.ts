import type { InstabaseServer } from '../instabase/server.js';
import type { Session } from '../session.js';
import { instabaseName } from '../stage-instabase.js';
import type { ZduServer } from '../zdu/server.js';
import { ControlRefusal } from './route.js';

/** A simulated product that was found by the name that people give it. */
export type Found =
  | { readonly kind: 'cluster'; readonly target: string; readonly server: ZduServer }
  | { readonly kind: 'instabase'; readonly target: string; readonly server: InstabaseServer };

/** All there are, clusters first. */
export function targetsOf({ stage: { targets, instabase } }: Session): readonly Found[] {
  const clusters = Object.entries(targets).map(([target, server]): Found => ({ kind: 'cluster', target, server }));
  if (instabase === undefined) return clusters;
  return [...clusters, { kind: 'instabase', target: instabaseName, server: instabase.server }];
}

/** @throws ControlRefusal 404 naming those there are */
export function targetCalled(session: Session, name: string): Found {
  const all = targetsOf(session);
  const found = all.find(({ target }) => target === name);
  if (found !== undefined) return found;
  throw new ControlRefusal(`the targets are ${all.map(({ target }) => target).join(', ')}`, { status: 404 });
}
