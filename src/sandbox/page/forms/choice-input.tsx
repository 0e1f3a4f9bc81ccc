import type { ElementProps } from './field.js';
import { chosenIn, type Option, optionsIn } from './inputs.js';

/** Checkboxes or radio buttons. */
export function ChoiceInput({ input, state, onChange, id, describedBy }: ElementProps) {
  const { type } = input.element;
  const isMany = type === 'checkboxes';
  const options = optionsIn(input.element);
  const chosen = chosenIn(state);
  const choose = (option: Option, isOn: boolean): void => {
    const kept = options.filter(({ value }) => (value === option.value ? isOn : chosen.includes(value)));
    onChange(isMany ? { type, selected_options: kept.map(({ raw }) => raw) } : { type, selected_option: option.raw });
  };
  return (
    <fieldset aria-labelledby={`${id}-label`} aria-describedby={describedBy} className="choices">
      {options.map((option) => (
        <label key={option.value} className="choice">
          <input
            type={isMany ? 'checkbox' : 'radio'}
            name={id}
            checked={chosen.includes(option.value)}
            onChange={({ currentTarget: { checked } }) => choose(option, checked)}
          />
          <span>
            {option.label}
            {option.description !== '' && <span className="soft"> {option.description}</span>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
