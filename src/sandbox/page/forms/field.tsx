import { useId } from 'react';
import type { Fields } from '../blocks/fields.js';
import { ChoiceInput } from './choice-input.js';
import { FileInput } from './file-input.js';
import type { Input } from './inputs.js';
import { SelectInput } from './select-input.js';
import { TextInput } from './text-input.js';

export interface FieldProps {
  readonly input: Input;
  readonly state: Fields;
  readonly problem: string | undefined;
  readonly onChange: (state: Fields) => void;
}

/** What each kind of input needs. */
export interface ElementProps {
  readonly input: Input;
  readonly state: Fields;
  readonly onChange: (state: Fields) => void;
  readonly id: string;
  /** Of the hint and the problem, for `aria-describedby`. */
  readonly describedBy: string;
  readonly isWrong: boolean;
}

const elements = {
  plain_text_input: TextInput,
  email_text_input: TextInput,
  url_text_input: TextInput,
  number_input: TextInput,
  static_select: SelectInput,
  checkboxes: ChoiceInput,
  radio_buttons: ChoiceInput,
  file_input: FileInput,
} as const;

const isDrawn = (type: string): type is keyof typeof elements => Object.hasOwn(elements, type);

/** An input with its label, hint and what is wrong with it. */
export function Field({ input, state, problem, onChange }: FieldProps) {
  const id = useId();
  const { type } = input.element;
  const isGroup = type === 'checkboxes' || type === 'radio_buttons';
  const Element = isDrawn(type) ? elements[type] : undefined;
  const label = (
    <>
      {input.label}
      {input.optional && <span className="soft"> (optional)</span>}
    </>
  );
  return (
    <div className={`field ${problem === undefined ? '' : 'field-wrong'}`}>
      {isGroup ? (
        <p className="field-label" id={`${id}-label`}>
          {label}
        </p>
      ) : (
        <label className="field-label" htmlFor={id}>
          {label}
        </label>
      )}
      {Element === undefined ? (
        <p className="soft">This page does not draw “{type}”.</p>
      ) : (
        <Element
          input={input}
          state={state}
          onChange={onChange}
          id={id}
          describedBy={`${id}-hint ${id}-problem`}
          isWrong={problem !== undefined}
        />
      )}
      <p className="field-hint soft" id={`${id}-hint`}>
        {input.hint}
      </p>
      <p className="field-problem" id={`${id}-problem`} role="alert">
        {problem}
      </p>
    </div>
  );
}
