import { touch } from '../untouched.js';
import { clusterCauses, clusterVerbs } from './cluster-faults.js';
import { instabaseCalls, instabaseCauses } from './instabase-faults.js';
import { type Asked, ControlRefusal, type Fields, type Route } from './route.js';
import { type Found, targetCalled } from './target.js';

const namesFor = ({ kind }: Found): readonly string[] =>
  Object.keys(kind === 'cluster' ? clusterCauses : instabaseCauses);

function causeAt(found: Found, name: string, body: Fields): unknown {
  if (found.kind === 'cluster') return clusterCauses[name]?.(found.server.faults, body);
  return instabaseCauses[name]?.(found.server.faults, body);
}

async function cause({ session, param, body }: Asked): Promise<object> {
  const found = targetCalled(session, param('target'));
  const name = param('fault');
  const names = namesFor(found);
  if (!names.includes(name)) throw new ControlRefusal(`the faults are ${names.join(', ')}`, { status: 404 });
  touch(session);
  await causeAt(found, name, body);
  session.narrator.tells('fault', `${found.target}: ${name} ${JSON.stringify(body)}`);
  session.changed();
  return { fault: name, ...body };
}

export const targetFaultRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/targets/:target/faults/:fault',
    does:
      `of a cluster: ${Object.keys(clusterCauses).join(', ')}; {"times": 1, "seconds": 10, "verb": ` +
      `"${clusterVerbs.join('|')}"}, without them until cleared; {"delay": 3} for slow, {"status": 409} for error. ` +
      `Of ib: ${Object.keys(instabaseCauses).join(', ')}; {"call": "${instabaseCalls.join('|')}", "times": 1, ` +
      '"seconds": 10}, the next call unless told otherwise; {"carriedOut": true} for error, html and garbage: behind ' +
      'the answer it is done all the same; {"delay": 3} for slow, {"megabytes": 5} for cut-upload, ' +
      '{"how": "refuse|reset|hang"} for down',
    serve: cause,
  },
];
