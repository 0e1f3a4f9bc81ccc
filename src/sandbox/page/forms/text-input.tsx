import { textIn } from '../blocks/fields.js';
import type { ElementProps } from './field.js';

/** One line or several. */
export function TextInput({ input, state, onChange, id, describedBy, isWrong }: ElementProps) {
  const { element } = input;
  const shared = {
    id,
    value: textIn(state.value),
    placeholder: textIn(element.placeholder),
    'aria-describedby': describedBy,
    'aria-invalid': isWrong,
    ...(typeof element.max_length === 'number' ? { maxLength: element.max_length } : {}),
  };
  const change = (value: string): void => onChange({ type: element.type, value: value === '' ? null : value });
  if (element.multiline === true) {
    return <textarea {...shared} rows={6} onChange={(event) => change(event.currentTarget.value)} />;
  }
  return <input {...shared} type="text" onChange={(event) => change(event.currentTarget.value)} />;
}
