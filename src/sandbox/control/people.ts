import { people } from '../acting.js';
import { ControlRefusal, type Fields, optionalNumber, optionalText, orRefuse, type Route, text } from './route.js';
import { roles } from './slack-shown.js';

/** The person's name in the path. @throws ControlRefusal 404 */
const personIn = (name: string): string => {
  if (Object.hasOwn(people, name)) return name;
  throw new ControlRefusal(`nobody is called ${name}: there are ${Object.keys(people).join(', ')}`, { status: 404 });
};

const fieldsIn = (body: Fields): Record<string, string> =>
  Object.fromEntries(
    ['reason', 'version'].flatMap((name) => {
      const value = optionalText(body, name);
      return value === undefined ? [] : [[name, value]];
    }),
  );

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
    path: '/people/:name/shortcut',
    does: 'take the shortcut "Upgrade actions": {"message": "<ts, left out: the newest card>"}',
    serve: ({ session, param, body }) =>
      orRefuse(session.acting.shortcut(personIn(param('name')), optionalText(body, 'message'))),
  },
  {
    method: 'POST',
    path: '/people/:name/submit',
    does: 'send the form that a button of the shortcut opened: {"reason": "…", "version": "<only for a start>"}',
    serve: ({ session, param, body }) => orRefuse(session.acting.submit(personIn(param('name')), fieldsIn(body))),
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
