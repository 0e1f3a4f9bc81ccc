import type { Done } from '../control/shown.js';
import { type ButtonChoice, buttonsIn, chooseButton } from '../slack/buttons.js';
import type { Values } from '../slack/form-values.js';
import type { Ephemeral, Message, View } from '../slack/state.js';
import { cast } from '../stage.js';
import { waitUntil } from '../wait-until.js';
import { doneOf } from './done.js';
import { idOf, personIn, type Theatre } from './theatre.js';

export interface Press {
  /** How the button's text begins. */
  readonly button: string;
  /** The message's `ts`; the newest one with such a button when left out. */
  readonly message?: string | undefined;
  /** Presses in quick succession. */
  readonly times?: number | undefined;
}

/** One button of something that is seen. */
export interface ExactPress {
  /** The `ts` of a message or an ephemeral, or the id of a view. */
  readonly on: string;
  readonly button: ButtonChoice;
  /** In a view: what its fields hold so far. */
  readonly values?: Values | undefined;
}

/** A request is shown a moment after its asker has been answered. */
const SHOWN_WITHIN_MS = 3_000;

/** What a person presses. */
export const pressActs = (theatre: Theatre) => ({
  async click(name: string, { button, message, times = 1 }: Press): Promise<Done> {
    const person = personIn(theatre, name);
    const what = `a message with a button that begins with ${button}`;
    const newest = () => newestWith(theatre, name, button);
    const pressed = message ?? (await waitUntil(newest, { what, withinMs: SHOWN_WITHIN_MS }));
    theatre.narrator.tells(name, `presses ${button}${times > 1 ? ` ${times} times` : ''}`);
    const outcome = await person.click(pressed, { buttonText: button, times });
    if (!outcome.sent) throw new Error(`${name} sees no button there that begins with ${button}`);
    // A button in an answer opens a form and is answered with nothing else.
    const inAnswer = typeof pressed !== 'string' && !('versions' in pressed);
    return await doneOf(theatre.slack, outcome, inAnswer ? 0 : times);
  },
  /** Presses one button and does not wait for what is answered. */
  async press(name: string, { on, button, values }: ExactPress): Promise<Done> {
    const person = personIn(theatre, name);
    const view = viewOf(theatre, name, on);
    const seen = view?.view.blocks ?? seenBy(theatre, name).find(({ ts }) => ts === on)?.blocks;
    const pressed = chooseButton(seen, button);
    if (pressed !== undefined) theatre.narrator.tells(name, `presses ${pressed.text}`);
    const outcome = await (view ? person.clickInView(on, button, values) : person.click(on, button));
    if (!outcome.sent) throw new Error(`${name} sees no such button there any more`);
    return await doneOf(theatre.slack, outcome, 0);
  },
  /** Takes the shortcut "Upgrade actions" on a message; on the newest card when none is named. */
  async shortcut(name: string, message?: string, answers = 1): Promise<Done> {
    const { slack, narrator } = theatre;
    const card = slack.messages(cast.channel).findLast(({ thread_ts: thread }) => thread === undefined)?.ts;
    const taken = message ?? card;
    if (taken === undefined) throw new Error('there is no message yet');
    const person = personIn(theatre, name);
    narrator.tells(name, 'takes the shortcut "Upgrade actions"');
    return await doneOf(slack, await person.shortcut(taken), answers);
  },
});

const seenBy = ({ slack }: Theatre, name: string): (Message | Ephemeral)[] => {
  const id = idOf(name);
  const posted = slack.channelsOf(id).flatMap((channel) => slack.everything(channel.id));
  return [...posted.filter(({ deleted }) => !deleted), ...slack.ephemerals(id)];
};

const newestWith = (theatre: Theatre, name: string, button: string): Message | Ephemeral | undefined =>
  seenBy(theatre, name).findLast(({ blocks }) => buttonsIn(blocks).some(({ text }) => text.startsWith(button)));

const viewOf = ({ slack }: Theatre, name: string, id: string): View | undefined =>
  slack.views(idOf(name)).find((one) => one.id === id);
