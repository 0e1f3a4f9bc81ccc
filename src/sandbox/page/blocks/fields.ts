/** Parts of blocks, read without trust: the bot may send anything that Slack takes. */
export type Fields = Readonly<Record<string, unknown>>;

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const fieldsIn = (value: unknown): readonly Fields[] => (Array.isArray(value) ? value.filter(isFields) : []);

/** A string, or the text of a text object; empty for anything else. */
export function textIn(value: unknown): string {
  if (typeof value === 'string') return value;
  return isFields(value) && typeof value.text === 'string' ? value.text : '';
}

/** The question before a button takes effect. */
export interface Confirmation {
  readonly title: string;
  readonly text: string;
  readonly confirm: string;
  readonly deny: string;
  readonly isDangerous: boolean;
}

export interface ButtonParts {
  readonly action: string;
  readonly label: string;
  /** What a screen reader says instead of the label. */
  readonly spoken: string | undefined;
  readonly style: 'primary' | 'danger' | undefined;
  readonly url: string | undefined;
  readonly confirm: Confirmation | undefined;
}

function confirmationIn(value: unknown): Confirmation | undefined {
  if (!isFields(value)) return undefined;
  return {
    title: textIn(value.title),
    text: textIn(value.text),
    confirm: textIn(value.confirm),
    deny: textIn(value.deny),
    isDangerous: value.style === 'danger',
  };
}

const styleIn = (value: unknown): ButtonParts['style'] =>
  value === 'primary' || value === 'danger' ? value : undefined;

/** The parts of a button element. */
export function buttonIn(element: Fields): ButtonParts {
  return {
    action: textIn(element.action_id),
    label: textIn(element.text),
    spoken: textIn(element.accessibility_label) || undefined,
    style: styleIn(element.style),
    url: textIn(element.url) || undefined,
    confirm: confirmationIn(element.confirm),
  };
}
