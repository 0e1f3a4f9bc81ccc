import type { Env } from './env.js';

export type ReadFile = (path: string) => string;

/** What a name stands for: a value, nothing, or a reason why it cannot be told (which holds no value). */
export type Found =
  | { readonly kind: 'value'; readonly value: string }
  | { readonly kind: 'unset' }
  | { readonly kind: 'problem'; readonly text: string };

export type Lookup = (name: string) => Found;

/**
 * Looks a name up in the environment, else in the file that `NAME_FILE` names. An empty variable counts as unset (compose
 * files pass those); the blanks and line ends around a value are dropped, which editors and `echo` leave in secret files.
 */
export function createLookup(env: Env, readFile: ReadFile): Lookup {
  return (name) => {
    const value = ownValue(env, name);
    const file = ownValue(env, `${name}_FILE`);
    if (value !== undefined && file !== undefined) {
      return { kind: 'problem', text: `both ${name} and ${name}_FILE are set; keep one` };
    }
    if (value !== undefined) return { kind: 'value', value };
    if (file === undefined) return { kind: 'unset' };
    return readSecret(name, file, readFile);
  };
}

function readSecret(name: string, file: string, readFile: ReadFile): Found {
  try {
    const value = readFile(file).trim();
    if (value === '') return { kind: 'problem', text: `the file that ${name}_FILE names is empty: ${file}` };
    return { kind: 'value', value };
  } catch (error) {
    return { kind: 'problem', text: `the file that ${name}_FILE names cannot be read: ${file} (${errorCode(error)})` };
  }
}

function ownValue(env: Env, name: string): string | undefined {
  const value = Object.hasOwn(env, name) ? env[name]?.trim() : undefined;
  return value === '' ? undefined : value;
}

/** The system's code (`ENOENT`), which unlike the message never repeats what was read. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
}

const reference = /\$\{([^}]*)\}/g;
const variableName = /^[A-Za-z_][A-Za-z0-9_]*$/;

export interface Substituted {
  readonly value: unknown;
  readonly problems: readonly { readonly path: readonly PropertyKey[]; readonly text: string }[];
}

/** Replaces `${NAME}` in every text of a parsed file. What a variable holds is never parsed again. */
export function substitute(tree: unknown, lookup: Lookup): Substituted {
  const problems: { path: readonly PropertyKey[]; text: string }[] = [];
  return { value: walk(tree, []), problems };

  function walk(node: unknown, path: readonly PropertyKey[]): unknown {
    if (typeof node === 'string') return replace(node, path);
    if (Array.isArray(node)) return node.map((item: unknown, index) => walk(item, [...path, index]));
    if (typeof node !== 'object' || node === null) return node;
    return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, walk(value, [...path, key])]));
  }

  function replace(text: string, path: readonly PropertyKey[]): string {
    return text.replace(reference, (whole, name: string) => {
      const found: Found = variableName.test(name)
        ? lookup(name)
        : {
            kind: 'problem',
            text: 'a reference to the environment is written ${NAME}, with letters, digits and _ only',
          };
      if (found.kind === 'value') return found.value;
      const unset = `the variable ${name} is not set; set ${name}, or ${name}_FILE to the path of a file that holds it`;
      problems.push({ path, text: found.kind === 'unset' ? unset : found.text });
      return whole;
    });
  }
}
