import { buttonIn, valuesIn } from './form-fields.js';
import { formRoutes } from './forms.js';
import { personIn, placeIn, waits } from './person.js';
import { type Asked, optionalNumber, optionalText, orRefuse, orRefuseNow, type Route, text } from './route.js';
import { roles } from './slack-shown.js';

const where = '"channel": "C…", "thread": "<ts, left out: in the channel itself>"';

/** Presses the button with these ids, or else the one whose text begins like that. */
function click(asked: Asked): unknown {
  const { session, param, body } = asked;
  const name = personIn(param);
  const on = optionalText(body, 'message') ?? optionalText(body, 'ephemeral') ?? optionalText(body, 'view');
  const button = buttonIn(body);
  if (button !== undefined && on !== undefined) {
    return orRefuse(session.acting.press(name, { on, button, values: valuesIn(body) }));
  }
  const press = { button: text(body, 'button'), message: on, times: optionalNumber(body, 'times') };
  return orRefuse(session.acting.click(name, press));
}

export const peopleRoutes: readonly Route[] = [
  { method: 'GET', path: '/people', does: 'who there is to act as', serve: () => roles },
  {
    method: 'POST',
    path: '/people/:name/command',
    does:
      'type /upgrade with {"text": "status confluence"}; this answers when the bot has, with "wait": false as soon as ' +
      'it has acknowledged',
    serve: ({ session, param, body }) =>
      orRefuse(session.acting.command(personIn(param), text(body, 'text'), placeIn(body), waits(body))),
  },
  {
    method: 'POST',
    path: '/people/:name/mention',
    does: `write "@upgrade-bot …": {"text": "status", ${where}, "wait": true}`,
    serve: ({ session, param, body }) =>
      orRefuse(session.acting.mention(personIn(param), text(body, 'text'), placeIn(body), waits(body))),
  },
  {
    method: 'POST',
    path: '/people/:name/say',
    does: `write an ordinary message: {"text": "…", ${where}}`,
    serve: ({ session, param, body }) =>
      orRefuseNow(() => session.acting.say(personIn(param), text(body, 'text'), placeIn(body))),
  },
  {
    method: 'POST',
    path: '/people/:name/shortcut',
    does: 'take the shortcut "Upgrade actions": {"message": "<ts, left out: the newest card>", "wait": true}',
    serve: ({ session, param, body }) =>
      orRefuse(session.acting.shortcut(personIn(param), optionalText(body, 'message'), waits(body))),
  },
  {
    method: 'POST',
    path: '/people/:name/click',
    does:
      'press a button: {"button": "Approve", "message": "<ts, left out: the newest>", "times": 1}; or one button of ' +
      'something that is seen: {"message": "<ts>" or "ephemeral": "<ts>" or "view": "<id>", "blockId": "…", ' +
      '"actionId": "…"}',
    serve: click,
  },
  ...formRoutes,
];
