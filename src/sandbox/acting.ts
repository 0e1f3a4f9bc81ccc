import { formActs } from './acting/forms.js';
import { pressActs } from './acting/presses.js';
import { typingActs } from './acting/typing.js';
import type { Narrator } from './narrator.js';
import type { SlackServer } from './slack/server.js';

/** Lets people act, and tells it on the terminal. @throws Error for what the person cannot do, in words. */
export function createActing(slack: SlackServer, narrator: Narrator) {
  const theatre = { slack, narrator };
  return { ...typingActs(theatre), ...pressActs(theatre), ...formActs(theatre) };
}

export type Acting = ReturnType<typeof createActing>;
