import { sizeWords } from '../words/plain.js';

/** The sandbox takes this many bytes; Slack itself takes a gigabyte. */
const MOST_BYTES = 64 * 1024 * 1024;

/**
 * Why a file is not taken, as Slack's chooser would not offer it; undefined when it is.
 * @param types endings with their dot; none for any
 */
export function fileRefusal(
  { name, size }: { name: string; size: number },
  types: readonly string[],
): string | undefined {
  const isOffered = types.length === 0 || types.some((type) => name.toLowerCase().endsWith(type.toLowerCase()));
  if (!isOffered) return `${name} is none of the files that can be chosen here: ${types.join(', ')}.`;
  if (size > MOST_BYTES) return `${name} is too large to rehearse with: at most ${sizeWords(MOST_BYTES)}.`;
  return undefined;
}
