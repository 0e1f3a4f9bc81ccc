import { people } from '../acting.js';
import type { Session } from '../session.js';
import { ControlRefusal, type Route } from './route.js';
import type { Snapshot } from './shown.js';
import { slackShown } from './slack-shown.js';

/** Everything, as the person of this name sees it. */
function snapshotFor(session: Session, name: string): Snapshot {
  return {
    version: session.version(),
    slack: slackShown(session.stage.slack, name, []),
    targets: [],
    faults: [],
    processes: { bots: session.bots(), redis: 'up' },
    play: { scenarios: [], scenario: null, speed: 'normal', status: 'idle', steps: [], problem: null },
  };
}

export const snapshotRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/snapshot',
    does: 'everything that the page shows, as one person sees it: ?as=alice',
    serve({ session, query }) {
      const name = query.get('as') ?? 'alice';
      if (Object.hasOwn(people, name)) return snapshotFor(session, name);
      const names = Object.keys(people).join(', ');
      throw new ControlRefusal(`nobody is called ${name}: there are ${names}`, { status: 404 });
    },
  },
];
