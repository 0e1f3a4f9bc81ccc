import { people } from '../acting/theatre.js';
import type { Place } from '../acting/typing.js';
import { type Asked, ControlRefusal, type Fields, optionalText } from './route.js';

/** The person's name in the path. @throws ControlRefusal 404 */
export function personIn(param: Asked['param']): string {
  return checkedName(param('name'));
}

/** @throws ControlRefusal 404 when nobody has this name */
export function checkedName(name: string): string {
  if (Object.hasOwn(people, name)) return name;
  throw new ControlRefusal(`nobody is called ${name}: there are ${Object.keys(people).join(', ')}`, { status: 404 });
}

/** @throws ControlRefusal 400 */
export const placeIn = (body: Fields): Place => ({
  channel: optionalText(body, 'channel'),
  thread: optionalText(body, 'thread'),
});

/** How many answers to wait for: one, unless the body says `"wait": false`. */
export const waits = (body: Fields): 0 | 1 => (body.wait === false ? 0 : 1);
