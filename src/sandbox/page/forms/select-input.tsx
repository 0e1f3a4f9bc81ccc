import { textIn } from '../blocks/fields.js';
import type { ElementProps } from './field.js';
import { chosenIn, optionsIn } from './inputs.js';

export function SelectInput({ input, state, onChange, id, describedBy, isWrong }: ElementProps) {
  const { element } = input;
  const options = optionsIn(element);
  const [chosen = ''] = chosenIn(state);
  return (
    <select
      id={id}
      value={chosen}
      aria-describedby={describedBy}
      aria-invalid={isWrong}
      onChange={({ currentTarget: { value } }) => {
        const option = options.find((one) => one.value === value);
        onChange({ type: element.type, selected_option: option?.raw ?? null });
      }}
    >
      {chosen === '' && <option value="">{textIn(element.placeholder) || 'Choose an option'}</option>}
      {options.map(({ value, label }) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </select>
  );
}
