import type { ActionName, Intended } from '../../core/products.js';
import { code, type Line } from './leaves.js';

interface AgainContext {
  /** The slash command, `/upgrade`. */
  readonly command: string;
  readonly target: string;
}

/** What to type to ask for the same once more, as far as it can be typed: uploaded files cannot. */
export function typedAgain(action: ActionName, asked: Intended, { command, target }: AgainContext): Line {
  const { release, to, size, keep, started } = asked;
  const words = [
    command,
    action,
    target,
    ...(release === undefined ? [] : [release]),
    ...(to === undefined ? [] : ['--to', to]),
    ...(size === undefined ? [] : ['--size', size]),
    ...(keep === undefined || keep.length === 0 ? [] : ['--keep', keep.join(',')]),
    ...(started === true ? ['--started'] : []),
  ];
  return code(words.join(' '), 200);
}
