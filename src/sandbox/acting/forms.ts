import type { Done } from '../control/shown.js';
import { FormFault } from '../slack/form-fault.js';
import type { Values } from '../slack/form-values.js';
import type { View } from '../slack/state.js';
import { doneOf } from './done.js';
import { idOf, personIn, type Theatre } from './theatre.js';

export interface Filled {
  /** The view's id; the topmost form when left out. */
  readonly view?: string | undefined;
  /** What is left out is sent as the form shows it. */
  readonly values: Values;
}

/** A file that was chosen for a form: `values` names it by its id. */
export interface Uploaded {
  readonly id: string;
  readonly name: string;
  readonly bytes: number;
}

/** What a person does with forms, and with the Home tab. */
export const formActs = (theatre: Theatre) => ({
  /** Sends a form. It stays open when it has `errors`. */
  async submit(name: string, { view, values }: Filled): Promise<Done> {
    const id = view ?? formOf(theatre, name).id;
    theatre.narrator.tells(name, 'sends the form');
    try {
      return await doneOf(theatre.slack, await personIn(theatre, name).submit(id, values), 0);
    } catch (error) {
      // Slack itself does not let it through: the bot has not heard of it.
      if (!(error instanceof FormFault)) throw error;
      return { ackedMs: 0, answers: [], errors: { [error.block]: error.message } };
    }
  },
  /** Leaves a form without sending it. */
  async close(name: string, view?: string): Promise<Done> {
    const id = view ?? formOf(theatre, name).id;
    theatre.narrator.tells(name, 'closes the form');
    return await doneOf(theatre.slack, await personIn(theatre, name).close(id), 0);
  },
  async openHome(name: string): Promise<Done> {
    const person = personIn(theatre, name);
    theatre.narrator.tells(name, "opens the app's Home tab");
    return await doneOf(theatre.slack, await person.openHome(), 0);
  },
  /** Chooses a file for a form, as Slack takes it: before the form is sent. */
  upload(name: string, file: string, content: Buffer): Uploaded {
    const { id, size } = personIn(theatre, name).upload(file, content);
    theatre.narrator.tells(name, `chooses the file ${file} (${size} bytes)`);
    return { id, name: file, bytes: size };
  },
});

const formOf = ({ slack }: Theatre, name: string): View => {
  const form = slack.views(idOf(name)).findLast(({ open, view }) => open && view.type === 'modal');
  if (form === undefined) throw new Error(`${name} has no form open`);
  return form;
};
