import { isRecord } from './blocks/checks.js';
import { type StoredFile, wireFile } from './files.js';
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

const fileOf = ({ state }: Cast, user: string, id: unknown): StoredFile => {
  const file = state.files.get(String(id));
  if (file === undefined || file.user !== user) throw new Error(`There is no uploaded file ${id}`);
  return file;
};

/** The names that Slack's own file chooser offers, by their ending. */
const isOffered = ({ filetypes }: Record<string, unknown>, name: string): boolean =>
  !Array.isArray(filetypes) || filetypes.some((type) => name.toLowerCase().endsWith(`.${type}`));

const chosenFiles = (cast: Cast, user: string, { block, element, optional }: Input, given: unknown): unknown => {
  const chosen = isRecord(given) && Array.isArray(given.files) ? given.files : [];
  const files = chosen.map((id) => fileOf(cast, user, id));
  const most = typeof element.max_files === 'number' ? element.max_files : 10;
  if (files.length > most) throw new Error(`${block} takes ${most} files`);
  if (files.length === 0 && !optional) throw new Error(`${block} needs a file`);
  const wrong = files.find(({ name }) => !isOffered(element, name));
  if (wrong !== undefined) throw new Error(`${block} does not take ${wrong.name}`);
  return { type: 'file_input', files: files.map((file) => wireFile(cast.settings, file)) };
};

/**
 * The state of a form when it is sent: what the person gave, and the rest as it was shown. Files are given by their ids.
 * Throws for what Slack's own form does not let a person send.
 */
export const formValues = (cast: Cast, user: string, view: View, given: Values): Values => {
  const values: Values = { ...given };
  for (const input of inputsOf(view)) {
    const own = given[input.block]?.[input.action];
    const state = input.element.type === 'file_input' ? chosenFiles(cast, user, input, own) : (own ?? untouched(input));
    values[input.block] = { ...given[input.block], [input.action]: state };
  }
  return values;
};
