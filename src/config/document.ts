import { type Document, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, type YAMLError } from 'yaml';
import type { Problem } from './problems.js';
import { pathText } from './problems.js';

export interface ParsedFile {
  /** Undefined when the text cannot be read as YAML at all. */
  readonly tree: unknown;
  readonly problems: readonly Problem[];
  readonly lineOf: (path: readonly PropertyKey[]) => number | undefined;
}

/** The parser's own messages can repeat the text they complain about, and that may be a password: these do not. */
const words: Partial<Record<YAMLError['code'], string>> = {
  BAD_ALIAS: 'an alias (*name) is not right',
  BAD_DQ_ESCAPE: 'a backslash in double quotes begins no known escape; use single quotes',
  BAD_INDENT: 'the indentation is not right, or a bracket is not closed',
  BAD_SCALAR_START: 'a value begins with a character that has a meaning of its own; put it in quotes',
  BLOCK_AS_IMPLICIT_KEY: 'there are two `key:` on one line; put the value in quotes or on its own line',
  MISSING_CHAR: 'a quote, bracket, comma or colon is missing',
  MULTIPLE_DOCS: 'there is more than one document in the file; remove the `---` line',
  TAB_AS_INDENT: 'a line is indented with a tab; use spaces',
};

/** Reads YAML, and JSON as its subset. Finds every key that stands twice; lines count from 1. */
export function parseConfigFile(text: string): ParsedFile {
  const counter = new LineCounter();
  const document = parseDocument(text, { prettyErrors: false, lineCounter: counter, merge: true, stringKeys: true });
  const lineAt = (offset: number): number => counter.linePos(offset).line;
  const syntax = syntaxProblems(document.errors, lineAt);
  const lineOf = (path: readonly PropertyKey[]): number | undefined => {
    const start = rangeStart(document.getIn(path, true));
    return start === undefined ? undefined : lineAt(start);
  };
  if (syntax.length > 0) return { tree: undefined, problems: syntax, lineOf };
  const doubled = doubledKeys(document.contents, [], lineAt);
  try {
    return { tree: document.toJS(), problems: doubled, lineOf };
  } catch (error) {
    // An alias without its anchor, or one that unfolds without end: both are faults of the file.
    if (!(error instanceof Error)) throw error;
    return { tree: undefined, problems: [{ path: '', text: `not valid YAML: ${words.BAD_ALIAS}` }], lineOf };
  }
}

/** One fault makes the parser stumble many times after it: only the first on a line counts, and no more than three. */
function syntaxProblems(errors: readonly YAMLError[], lineAt: (offset: number) => number): Problem[] {
  const byLine = new Map<number, Problem>();
  for (const error of errors) {
    const line = lineAt(error.pos[0]);
    if (error.code === 'DUPLICATE_KEY' || byLine.has(line) || byLine.size === 3) continue;
    byLine.set(line, {
      path: '',
      line,
      text: `not valid YAML: ${words[error.code] ?? 'something is out of place here'}`,
    });
  }
  return [...byLine.values()];
}

function rangeStart(node: unknown): number | undefined {
  const range = isScalar(node) || isMap(node) || isSeq(node) ? node.range : undefined;
  return range?.[0];
}

function doubledKeys(
  node: Document['contents'] | Node,
  path: readonly PropertyKey[],
  lineAt: (offset: number) => number,
): Problem[] {
  if (isSeq(node)) {
    return node.items.flatMap((item, index) => doubledKeys(item as Node, [...path, index], lineAt));
  }
  if (!isMap(node)) return [];
  const seen = new Set<string>();
  return node.items.flatMap(({ key, value }) => {
    const name = String(isScalar(key) ? key.value : key);
    const here = [...path, name];
    const below = doubledKeys(value as Node, here, lineAt);
    if (name === '<<' || !seen.has(name)) {
      seen.add(name);
      return below;
    }
    const start = rangeStart(key);
    const line = start === undefined ? undefined : lineAt(start);
    return [{ path: pathText(here), line, text: 'this key stands twice; remove one' }, ...below];
  });
}
