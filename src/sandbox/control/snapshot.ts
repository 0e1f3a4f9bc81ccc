import type { Session } from '../session.js';
import { commandHints } from './command-hints.js';
import { faultsShown } from './faults.js';
import { checkedName } from './person.js';
import { playShown } from './play.js';
import { processesShown } from './processes-shown.js';
import type { Route } from './route.js';
import type { Snapshot } from './shown.js';
import { slackShown } from './slack-shown.js';
import { targetsShown } from './targets-shown.js';

/** Everything, as the person of this name sees it. */
function snapshotFor(session: Session, name: string): Snapshot {
  return {
    version: session.version(),
    slack: slackShown(session.stage.slack, name, commandHints(session)),
    targets: targetsShown(session),
    faults: faultsShown(session),
    processes: processesShown(session),
    play: playShown(session),
  };
}

export const snapshotRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/snapshot',
    does: 'everything that the page shows, as one person sees it: ?as=alice',
    serve: ({ session, query }) => snapshotFor(session, checkedName(query.get('as') ?? 'alice')),
  },
];
