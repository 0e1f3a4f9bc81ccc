import type { Intended } from '../../core/products.js';
import { code, joinLines, type Line, line, text } from './leaves.js';

type Wanted = { readonly [Key in keyof Intended]?: Intended[Key] | undefined };

/** What was asked for beside the action, in the middle of a sentence that names the action before; empty when nothing was. */
export function wantedWords({ to, release, files = [], size, keep = [], started }: Wanted): Line {
  const names = joinLines(
    files.map(({ name }) => text(name, 80)),
    ', ',
  );
  const kept = keep.length === 1 ? '1 config' : `${keep.length} configs`;
  return [
    ...(started === true ? line` ${code('--started')}` : []),
    ...(release === undefined ? [] : line` of ${text(release, 40)}`),
    ...(to === undefined ? [] : line` to ${text(to, 40)}`),
    ...(files.length === 0 ? [] : line` from ${names}`),
    ...(size === undefined ? [] : line` with size ${text(size, 40)}`),
    ...(keep.length === 0 ? [] : line` keeping ${kept}`),
  ];
}
