/** A node may become ACTIVE more than once in an upgrade: after its restart and after finalizing. */
const isNodeBack = (line: string): boolean => /^[a-z]+-\d+: ACTIVE$/.test(line);

/** Lines of a thread that stand there twice: no state, change of a node, request or outcome may. */
export function doubledLines(lines: readonly string[]): string[] {
  return lines.filter((line, index) => lines.indexOf(line) !== index && !isNodeBack(line));
}
