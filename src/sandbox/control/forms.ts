import type { Values } from '../slack/form-values.js';
import { bytesOf, valuesIn } from './form-fields.js';
import { personIn } from './person.js';
import { type Fields, optionalText, orRefuse, orRefuseNow, type Route, text } from './route.js';

/** Of the files that are uploaded; Slack takes more, but nobody rehearses with a gigabyte. */
const MAX_UPLOAD_BYTES = 64 * 1024 * 1024;

/** Base64 makes four bytes of three; the rest is the name. */
const MAX_UPLOAD_BODY_BYTES = Math.ceil(MAX_UPLOAD_BYTES / 3) * 4 + 4_096;

/** The fields of the forms that ask for an upgrade, by their short names. */
function shortFields(body: Fields): Values {
  const given = ['reason', 'version'].flatMap((name): [string, Record<string, unknown>][] => {
    const value = optionalText(body, name);
    return value === undefined ? [] : [[name, { [name]: { value } }]];
  });
  return Object.fromEntries(given);
}

/** What people do with forms, and with the Home tab. */
export const formRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/people/:name/submit',
    does:
      'send a form: {"view": "<id, left out: the topmost>", "values": {"<block id>": {"<action id>": {"value": "…"}}}} ' +
      'with the state of elements as Slack has it ("value", "selected_option", "selected_options", "files": ["F…"]); ' +
      '{"reason": "…", "version": "…"} for short; "errors" in the answer stand by block id, and the form stays open',
    serve: ({ session, param, body }) => {
      const values = { ...shortFields(body), ...valuesIn(body) };
      return orRefuse(session.acting.submit(personIn(param), { view: optionalText(body, 'view'), values }));
    },
  },
  {
    method: 'POST',
    path: '/people/:name/close',
    does: 'leave a form without sending it: {"view": "<id, left out: the topmost>"}',
    serve: ({ session, param, body }) => orRefuse(session.acting.close(personIn(param), optionalText(body, 'view'))),
  },
  {
    method: 'POST',
    path: '/people/:name/home',
    does: 'open the Home tab of the app',
    serve: ({ session, param }) => orRefuse(session.acting.openHome(personIn(param))),
  },
  {
    method: 'POST',
    path: '/people/:name/upload',
    does: 'choose a file for a form: {"name": "base_configs.zip", "content": "<base64>"}; answers its id',
    maxBytes: MAX_UPLOAD_BODY_BYTES,
    serve: ({ session, param, body }) =>
      orRefuseNow(() => session.acting.upload(personIn(param), text(body, 'name'), bytesOf(text(body, 'content')))),
  },
];
