import { isRecord } from './blocks/checks.js';

export interface Button {
  action_id: string;
  block_id: string;
  text: string;
  value?: string;
  url?: string;
  /** The question asked before the click goes out. */
  confirm?: Record<string, unknown>;
}

export interface ButtonChoice {
  blockId?: string;
  actionId?: string;
  /** The beginning of the button's text. */
  buttonText?: string;
}

const buttonOf = (found: Record<string, unknown>, block: string): Button => ({
  action_id: String(found.action_id ?? ''),
  block_id: block,
  text: isRecord(found.text) ? String(found.text.text) : '',
  ...(typeof found.value === 'string' ? { value: found.value } : {}),
  ...(typeof found.url === 'string' ? { url: found.url } : {}),
  ...(isRecord(found.confirm) ? { confirm: found.confirm } : {}),
});

/** Every button in these blocks, however deep, with the block it stands in. */
export const buttonsIn = (value: unknown, block = ''): Button[] => {
  if (Array.isArray(value)) return value.flatMap((item) => buttonsIn(item, block));
  if (!isRecord(value)) return [];
  if (value.type === 'button') return [buttonOf(value, block)];
  const inside = typeof value.block_id === 'string' ? value.block_id : block;
  return Object.values(value).flatMap((item) => buttonsIn(item, inside));
};

/** The first button that fits; any button when nothing is said. */
export const chooseButton = (blocks: unknown, { blockId, actionId, buttonText }: ButtonChoice): Button | undefined =>
  buttonsIn(blocks).find(
    (button) =>
      (blockId === undefined || button.block_id === blockId) &&
      (actionId === undefined || button.action_id === actionId) &&
      (buttonText === undefined || button.text.startsWith(buttonText)),
  );
