import type { Narrator } from './narrator.js';
import { buttonsIn } from './slack/buttons.js';
import type { ClickOutcome, Outcome } from './slack/outcomes.js';
import { plainText } from './slack/plain-text.js';
import type { SlackServer } from './slack/server.js';
import type { Ephemeral, Message } from './slack/state.js';
import { cast } from './stage.js';
import { waitUntil } from './wait-until.js';

/** Who may be acted as, by the name people know. */
export const people: Readonly<Record<string, string>> = {
  alice: cast.alice,
  bob: cast.bob,
  carol: cast.carol,
  mallory: cast.mallory,
  guest: cast.guest,
};

/** What came of something a person did. */
export interface Done {
  /** Milliseconds until the bot acknowledged it. */
  readonly ackedMs: number;
  /** Why the delivery failed, and the line that Slack shows the person then. */
  readonly failed?: string;
  readonly shown?: string;
  /** What only this person sees. */
  readonly answers: readonly string[];
}

export interface Press {
  /** How the button's text begins. */
  readonly button: string;
  /** The message's `ts`; the newest one with such a button when left out. */
  readonly message?: string | undefined;
  /** Presses in quick succession. */
  readonly times?: number | undefined;
}

/** A request is shown a moment after its asker has been answered. */
const SHOWN_WITHIN_MS = 3_000;

/** An accepted command's answer waits up to 5 s for the link to its thread. */
const ANSWER_WITHIN_MS = 7_000;

/** Lets people act, and tells it on the terminal. @throws Error for what the person cannot do, in words. */
export function createActing(slack: SlackServer, narrator: Narrator) {
  const as = (name: string) => {
    const id = people[name];
    if (id === undefined) throw new Error(`nobody is called ${name}: there are ${Object.keys(people).join(', ')}`);
    return slack.people.as(id);
  };

  const doneOf = async (outcome: Outcome | ClickOutcome, expected = 1): Promise<Done> => {
    const { ackedMs, failed, shown } = outcome;
    const answers = failed === undefined ? await answersTo(outcome.answers, expected) : [];
    return {
      ackedMs: Math.round(ackedMs),
      ...(failed === undefined ? {} : { failed }),
      ...(shown === undefined ? {} : { shown }),
      answers: answers.map((answer) => plainText(answer, slack.nameOf)),
    };
  };

  const newestWith = (name: string, button: string): Message | Ephemeral | undefined => {
    const posted = slack.everything(cast.channel).filter(({ deleted }) => !deleted);
    const seen = [...posted, ...slack.ephemerals(people[name])];
    return seen.findLast(({ blocks }) => buttonsIn(blocks).some(({ text }) => text.startsWith(button)));
  };

  return {
    async command(name: string, text: string): Promise<Done> {
      const person = as(name);
      narrator.tells(name, `/upgrade ${text}`);
      return await doneOf(await person.command(text, { channel: cast.channel }));
    },
    async mention(name: string, text: string, thread?: string): Promise<Done> {
      const place = { channel: cast.channel, ...(thread === undefined ? {} : { threadTs: thread }) };
      return await doneOf(await as(name).mention(text, place));
    },
    /** Takes the shortcut "Upgrade actions" on a message; on the newest card when none is named. */
    async shortcut(name: string, message?: string): Promise<Done> {
      const card = slack.messages(cast.channel).findLast(({ thread_ts: thread }) => thread === undefined)?.ts;
      const taken = message ?? card;
      if (taken === undefined) throw new Error('there is no message yet');
      narrator.tells(name, 'takes the shortcut "Upgrade actions"');
      return await doneOf(await as(name).shortcut(taken));
    },
    /** Sends the form that is open for a person. */
    async submit(name: string, fields: Readonly<Record<string, string>>): Promise<Done> {
      const form = slack.views(people[name]).findLast(({ open }) => open);
      if (form === undefined) throw new Error(`${name} has no form open`);
      const values = Object.entries(fields).map(([field, value]) => [field, { [field]: { value } }]);
      narrator.tells(name, 'sends the form');
      return await doneOf(await as(name).submit(form.id, Object.fromEntries(values)));
    },
    async click(name: string, { button, message, times = 1 }: Press): Promise<Done> {
      const person = as(name);
      const what = `a message with a button that begins with ${button}`;
      const pressed = message ?? (await waitUntil(() => newestWith(name, button), { what, withinMs: SHOWN_WITHIN_MS }));
      narrator.tells(name, `presses ${button}${times > 1 ? ` ${times} times` : ''}`);
      const outcome = await person.click(pressed, { buttonText: button, times });
      if (!outcome.sent) throw new Error(`${name} sees no button there that begins with ${button}`);
      // A button in an answer opens a form and is answered with nothing else.
      const inAnswer = typeof pressed !== 'string' && !('versions' in pressed);
      return await doneOf(outcome, inAnswer ? 0 : times);
    },
  };
}

export type Acting = ReturnType<typeof createActing>;

/** Answers to a mention and to a press come late, or not at all when the bot is down. */
async function answersTo(answers: Outcome['answers'], expected: number): Promise<ReturnType<Outcome['answers']>> {
  const deadline = performance.now() + ANSWER_WITHIN_MS;
  const some = () => (answers().length >= expected || performance.now() > deadline ? answers() : undefined);
  return await waitUntil(some, { what: 'an answer', withinMs: ANSWER_WITHIN_MS * 2 });
}
