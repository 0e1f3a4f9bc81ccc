import { people } from '../acting.js';
import { ControlRefusal, optionalNumber, optionalText, orRefuse, type Route, text } from './route.js';

const roles: Readonly<Record<string, string>> = {
  alice: 'operator and approver',
  bob: 'operator and approver',
  carol: 'approver',
  mallory: 'may only look',
  guest: 'a guest of the workspace: may nothing, although on both lists',
};

/** The person's name in the path. @throws ControlRefusal 404 */
const personIn = (name: string): string => {
  if (Object.hasOwn(people, name)) return name;
  throw new ControlRefusal(`nobody is called ${name}: there are ${Object.keys(people).join(', ')}`, { status: 404 });
};

export const peopleRoutes: readonly Route[] = [
  { method: 'GET', path: '/people', does: 'who there is to act as', serve: () => roles },
  {
    method: 'POST',
    path: '/people/:name/command',
    does: 'type /upgrade with {"text": "status confluence"}',
    serve: ({ session, param, body }) => orRefuse(session.acting.command(personIn(param('name')), text(body, 'text'))),
  },
  {
    method: 'POST',
    path: '/people/:name/mention',
    does: 'write "@upgrade-bot …": {"text": "status", "thread": "<ts, left out: in the channel>"}',
    serve: ({ session, param, body }) =>
      orRefuse(session.acting.mention(personIn(param('name')), text(body, 'text'), optionalText(body, 'thread'))),
  },
  {
    method: 'POST',
    path: '/people/:name/click',
    does: 'press a button: {"button": "Approve", "message": "<ts, left out: the newest>", "times": 1}',
    serve: ({ session, param, body }) =>
      orRefuse(
        session.acting.click(personIn(param('name')), {
          button: text(body, 'button'),
          message: optionalText(body, 'message'),
          times: optionalNumber(body, 'times'),
        }),
      ),
  },
];
