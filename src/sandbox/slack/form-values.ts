import { isRecord } from './blocks/checks.js';
import { type StoredFile, wireFile } from './files.js';
import { FormFault } from './form-fault.js';
import type { Cast } from './outcomes.js';
import type { View } from './state.js';

/** Block id, action id, element state. */
export type Values = Record<string, Record<string, unknown>>;

interface Input {
  block: string;
  action: string;
  element: Record<string, unknown>;
  optional: boolean;
}

const inputsOf = ({ view }: View): Input[] => {
  const blocks: unknown[] = Array.isArray(view.blocks) ? view.blocks : [];
  return blocks.flatMap((block) => {
    if (!isRecord(block) || block.type !== 'input' || !isRecord(block.element)) return [];
    const { element } = block;
    if (typeof block.block_id !== 'string' || typeof element.action_id !== 'string') return [];
    return [{ block: block.block_id, action: element.action_id, element, optional: block.optional === true }];
  });
};

/** What a person has not touched is sent as the form showed it. */
const untouched = ({ element }: Input): Record<string, unknown> => {
  const { type } = element;
  if (type === 'file_input') return { type, files: [] };
  if (type === 'plain_text_input') return { type, value: element.initial_value ?? null };
  if (type === 'checkboxes') return { type, selected_options: element.initial_options ?? [] };
  return { type, selected_option: element.initial_option ?? null };
};

/** A file's id, or an object that has it. */
const idIn = (given: unknown): string => String(isRecord(given) ? given.id : given);

const fileOf = ({ state }: Cast, user: string, { block }: Input, given: unknown): StoredFile => {
  const file = state.files.get(idIn(given));
  if (file === undefined || file.user !== user) throw new FormFault(block, `There is no uploaded file ${idIn(given)}`);
  return file;
};

/** The names that Slack's own file chooser offers, by their ending. */
const isOffered = ({ filetypes }: Record<string, unknown>, name: string): boolean =>
  !Array.isArray(filetypes) || filetypes.some((type) => name.toLowerCase().endsWith(`.${type}`));

const chosenFiles = (cast: Cast, user: string, input: Input, given: unknown): Record<string, unknown> => {
  const { block, element, optional } = input;
  const chosen = isRecord(given) && Array.isArray(given.files) ? given.files : [];
  const files = chosen.map((one) => fileOf(cast, user, input, one));
  const most = typeof element.max_files === 'number' ? element.max_files : 10;
  if (files.length > most) throw new FormFault(block, `Choose at most ${most} ${most === 1 ? 'file' : 'files'}.`);
  if (files.length === 0 && !optional) throw new FormFault(block, 'Choose a file: it is required.');
  const wrong = files.find(({ name }) => !isOffered(element, name));
  if (wrong !== undefined) throw new FormFault(block, `${wrong.name} is of a kind that cannot be taken here.`);
  return { type: 'file_input', files: files.map((file) => wireFile(cast.settings, file)) };
};

const isEmpty = (value: unknown): boolean => value === null || value === undefined || value === '';

/** Slack's own checks of a field; the bot does not hear of what they refuse. */
const checkField = ({ block, element, optional }: Input, state: Record<string, unknown>): void => {
  const chosen = Array.isArray(state.selected_options) ? state.selected_options[0] : state.selected_option;
  const given = element.type === 'plain_text_input' ? state.value : chosen;
  if (isEmpty(given) && !optional) throw new FormFault(block, 'Please complete this required field.');
  const most = Number(element.max_length ?? Number.POSITIVE_INFINITY);
  const least = Number(element.min_length ?? 0);
  if (typeof given !== 'string' || given === '') return;
  if (given.length > most) throw new FormFault(block, `Use at most ${most} characters.`);
  if (given.length < least) throw new FormFault(block, `Use at least ${least} characters.`);
};

const withType = ({ element }: Input, given: unknown): Record<string, unknown> | undefined =>
  isRecord(given) ? { type: element.type, ...given } : undefined;

/**
 * The state of a form when it is sent: what the person gave, and the rest as it was shown. Files are given by their ids.
 * Throws a FormFault for what Slack's own form does not let a person send.
 */
export const formValues = (cast: Cast, user: string, view: View, given: Values): Values => {
  const values: Values = { ...given };
  for (const input of inputsOf(view)) {
    const own = given[input.block]?.[input.action];
    const isFile = input.element.type === 'file_input';
    const state = isFile ? chosenFiles(cast, user, input, own) : (withType(input, own) ?? untouched(input));
    if (!isFile) checkField(input, state);
    values[input.block] = { ...given[input.block], [input.action]: state };
  }
  return values;
};

/** The state of a form that is still being filled in: unchecked. */
export const shownValues = (view: View, given: Values): Values => {
  const shown = inputsOf(view).map((input): [string, Record<string, unknown>] => [
    input.block,
    { [input.action]: withType(input, given[input.block]?.[input.action]) ?? untouched(input) },
  ]);
  return Object.fromEntries(shown);
};
