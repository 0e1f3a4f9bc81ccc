import type { BlockShown } from '../../control/shown.js';
import { type Fields, fieldsIn, isFields, textIn } from '../blocks/fields.js';
import type { FormValues } from '../deeds.js';

/** One input block of a form. */
export interface Input {
  readonly block: string;
  readonly action: string;
  readonly label: string;
  readonly hint: string;
  readonly optional: boolean;
  readonly element: Fields & { readonly type: string };
}

export interface Option {
  readonly label: string;
  readonly value: string;
  readonly description: string;
  /** As the bot sent it: it comes back whole. */
  readonly raw: Fields;
}

/** What a person has put into a form: an element's state by block and action, as Slack sends it. */
export type Filled = Readonly<Record<string, Fields>>;

export function inputIn(block: BlockShown): Input | undefined {
  const { element } = block;
  if (block.type !== 'input' || !isFields(element)) return undefined;
  return {
    block: textIn(block.block_id),
    action: textIn(element.action_id),
    label: textIn(block.label),
    hint: textIn(block.hint),
    optional: block.optional === true,
    element: { ...element, type: textIn(element.type) },
  };
}

export const inputsIn = (blocks: readonly BlockShown[]): Input[] => blocks.flatMap((block) => inputIn(block) ?? []);

const optionOf = (raw: Fields): Option => ({
  label: textIn(raw.text),
  value: textIn(raw.value),
  description: textIn(raw.description),
  raw,
});

/** The options of a select, checkboxes or radio buttons, those in groups too. */
export function optionsIn(element: Fields): Option[] {
  const grouped = fieldsIn(element.option_groups).flatMap(({ options }) => fieldsIn(options));
  return [...fieldsIn(element.options), ...grouped].map(optionOf);
}

const valueIn = (option: unknown): string => (isFields(option) ? textIn(option.value) : '');

/** What an element shows before anybody touches it. */
export function untouched({ element }: Input): Fields {
  const { type } = element;
  if (type === 'file_input') return { type, files: [] };
  if (type === 'checkboxes') return { type, selected_options: element.initial_options ?? [] };
  if (type === 'static_select' || type === 'radio_buttons') {
    return { type, selected_option: element.initial_option ?? null };
  }
  return { type, value: element.initial_value ?? null };
}

/** The values of the options that are chosen in a state. */
export function chosenIn(state: Fields): string[] {
  if ('selected_options' in state) return fieldsIn(state.selected_options).map(valueIn);
  return isFields(state.selected_option) ? [valueIn(state.selected_option)] : [];
}

/** Whether nothing is given. */
export function isEmpty(state: Fields): boolean {
  if (state.type === 'file_input') return fieldsOrTexts(state.files).length === 0;
  if ('selected_options' in state || 'selected_option' in state) return chosenIn(state).length === 0;
  return typeof state.value !== 'string' || state.value.trim() === '';
}

const fieldsOrTexts = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const keyOf = ({ block, action }: Input): string => `${block}/${action}`;

export const stateOf = (filled: Filled, input: Input): Fields => filled[keyOf(input)] ?? untouched(input);

export const withState = (filled: Filled, input: Input, state: Fields): Filled => ({
  ...filled,
  [keyOf(input)]: state,
});

/** What is sent: everything the form shows, in Slack's form of `state.values`. */
export function valuesOf(inputs: readonly Input[], filled: Filled): FormValues {
  const values: Record<string, Record<string, unknown>> = {};
  for (const input of inputs) {
    values[input.block] = { ...values[input.block], [input.action]: stateOf(filled, input) };
  }
  return values;
}

/** What the form itself does not let pass, by block id, in Slack's words. */
export function missingIn(inputs: readonly Input[], filled: Filled): Readonly<Record<string, string>> {
  const missing = inputs.filter((input) => !input.optional && isEmpty(stateOf(filled, input)));
  return Object.fromEntries(missing.map(({ block }) => [block, 'Please complete this required field.']));
}
