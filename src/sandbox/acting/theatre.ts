import type { Narrator } from '../narrator.js';
import type { Person } from '../slack/outcomes.js';
import type { SlackServer } from '../slack/server.js';
import { cast } from '../stage.js';

/** Who may be acted as, by the name people know. */
export const people: Readonly<Record<string, string>> = {
  alice: cast.alice,
  bob: cast.bob,
  carol: cast.carol,
  mallory: cast.mallory,
  guest: cast.guest,
};

/** Where people act, and who tells of it. */
export interface Theatre {
  readonly slack: SlackServer;
  readonly narrator: Narrator;
}

/** The id of the person of this name. @throws Error when there is none */
export function idOf(name: string): string {
  const id = Object.hasOwn(people, name) ? people[name] : undefined;
  if (id === undefined) throw new Error(`nobody is called ${name}: there are ${Object.keys(people).join(', ')}`);
  return id;
}

/** @throws Error when nobody has this name */
export const personIn = ({ slack }: Theatre, name: string): Person => slack.people.as(idOf(name));
