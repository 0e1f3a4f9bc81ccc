import type { ButtonChoice } from '../slack/buttons.js';
import type { Values } from '../slack/form-values.js';
import { ControlRefusal, type Fields, optionalText } from './route.js';

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Block id, action id, element state. @throws ControlRefusal 400 for anything else */
export function valuesIn({ values = {} }: Fields): Values {
  if (!isObject(values)) throw wrongValues();
  return Object.fromEntries(
    Object.entries(values).map(([block, actions]) => {
      if (!isObject(actions)) throw wrongValues();
      return [block, { ...actions }];
    }),
  );
}

const wrongValues = (): ControlRefusal =>
  new ControlRefusal('"values" must be {"<block id>": {"<action id>": {"value": "…"}}}', { status: 400 });

/** The button that `blockId` and `actionId` name; undefined when neither is there. @throws ControlRefusal 400 */
export function buttonIn(body: Fields): ButtonChoice | undefined {
  const blockId = optionalText(body, 'blockId');
  const actionId = optionalText(body, 'actionId');
  if (blockId === undefined && actionId === undefined) return undefined;
  return { ...(blockId === undefined ? {} : { blockId }), ...(actionId === undefined ? {} : { actionId }) };
}

/** The bytes of a text in base64. @throws ControlRefusal 400 */
export function bytesOf(base64: string): Buffer {
  const bytes = Buffer.from(base64, 'base64');
  // Node leaves out what is no base64 without a word.
  if (bytes.toString('base64') !== base64) throw new ControlRefusal('"content" must be base64', { status: 400 });
  return bytes;
}
