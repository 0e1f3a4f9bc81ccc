import type { z } from 'zod';
import { hider } from '../core/secrets.js';
import { buildConfig } from './build.js';
import { asMap, crossChecks, type Finding, secretsOf } from './checks.js';
import type { Config, Role } from './config.js';
import { showValue } from './display.js';
import { type ParsedFile, parseConfigFile } from './document.js';
import type { Env } from './env.js';
import { nearest, type Problem, pathText, reportProblems } from './problems.js';
import { fileSchema, knownKeys, type TargetSettings, targetSchema } from './schema.js';
import { readSettings } from './settings.js';
import { createLookup, errorCode, type Lookup, type ReadFile, substitute } from './variables.js';

export interface LoadOptions {
  readonly env: Env;
  readonly role: Role;
  /** Reads a text file; throws as `node:fs` does. */
  readonly readFile: ReadFile;
}

export type Loaded =
  | { readonly ok: true; readonly config: Config }
  /** `report` is for the terminal: every problem of the environment and the file, and no secret. */
  | { readonly ok: false; readonly report: string };

/** Reads the whole configuration. Nothing is thrown for a fault of the person who wrote it, and all faults come at once. */
export function loadConfig({ env, role, readFile }: LoadOptions): Loaded {
  const lookup = createLookup(env, readFile);
  const settings = readSettings(lookup, role);
  const name = lookup('CONFIG_FILE');
  const file = name.kind === 'value' ? name.value : 'config.yml';
  const read = readConfigFile(file, readFile);
  const checked = read.parsed === undefined ? undefined : checkFile(read.parsed, lookup);
  const problems = [...settings.problems, ...read.problems, ...(checked?.problems ?? [])];
  if (problems.length > 0 || checked?.file === undefined) {
    const secrets = [...settings.secrets, ...(checked?.secrets ?? [])].filter(({ length }) => length >= shortestSecret);
    return { ok: false, report: hider(secrets, '[secret]')(reportProblems(problems, file)) };
  }
  return { ok: true, config: buildConfig(settings, checked.file, checked.targets, file) };
}

/** Of a value in a wrong place nobody knows that it is one, unless it stands in its own place too. A short one may be a word. */
const shortestSecret = 8;

const unreadable: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file; copy config.example.yml to it, or set CONFIG_FILE to the path of yours',
  EISDIR: 'is a directory; Docker makes one of a file that was missing: remove it and copy config.example.yml to it',
};

function readConfigFile(file: string, readFile: ReadFile): { parsed?: ParsedFile; problems: readonly Problem[] } {
  try {
    const parsed = parseConfigFile(readFile(file));
    return parsed.tree === undefined ? { problems: parsed.problems } : { parsed, problems: parsed.problems };
  } catch (error) {
    const code = errorCode(error);
    if (!(error instanceof Error && 'code' in error)) throw error;
    const text = unreadable[code] ?? `cannot be read (${code}); CONFIG_FILE says which file is meant`;
    return { problems: [{ path: '', text }] };
  }
}

interface Checked {
  readonly problems: readonly Problem[];
  readonly file: z.output<typeof fileSchema> | undefined;
  readonly targets: ReadonlyMap<string, TargetSettings>;
  readonly secrets: readonly string[];
}

function checkFile(parsed: ParsedFile, lookup: Lookup): Checked {
  const { value: tree, problems: unset } = substitute(parsed.tree, lookup);
  const whole = fileSchema.safeParse(tree);
  const findings: Finding[] = [...unset, ...findingsOf(whole.error, fileSchema, [])];
  const targets = new Map<string, TargetSettings>();
  for (const [name, value] of Object.entries(asMap(asMap(tree).targets))) {
    const schema = targetSchema(asMap(value).product);
    const target = schema.safeParse(asMap(value));
    findings.push(...findingsOf(target.error, schema, ['targets', name]));
    if (target.success) targets.set(name, target.data);
  }
  findings.push(...crossChecks(tree));
  const secrets = secretsOf(tree);
  return { problems: describe(findings, parsed, secrets), file: whole.data, targets, secrets };
}

function findingsOf(error: z.ZodError | undefined, schema: z.ZodObject, base: readonly PropertyKey[]): Finding[] {
  return (error?.issues ?? []).flatMap((issue): Finding[] => {
    if (issue.code === 'unrecognized_keys') {
      const known = knownKeys(schema, issue.path);
      return issue.keys.map((key) => ({ path: [...base, ...issue.path, key], text: unknownKey(key, known) }));
    }
    const text =
      issue.code === 'invalid_type'
        ? `must be a map with any of these keys: ${knownKeys(schema, issue.path).join(', ')}`
        : issue.message;
    return [{ path: [...base, ...issue.path], text }];
  });
}

function unknownKey(key: string, known: readonly string[]): string {
  const near = nearest(key, known);
  return `unknown key; ${near === undefined ? '' : `did you mean ${near}? `}known here: ${known.join(', ')}`;
}

/** Adds value and line to each finding; the first one at a place is enough. */
function describe(findings: readonly Finding[], parsed: ParsedFile, secrets: readonly string[]): Problem[] {
  const problems = new Map<string, Problem>();
  for (const { path, text } of findings) {
    const key = pathText(path);
    const written = path.reduce<unknown>((value, part) => valueAt(value, part), parsed.tree);
    const shown = showValue(path, written);
    const safe = shown !== undefined && !secrets.some((secret) => secret.length > 3 && shown.includes(secret));
    if (!problems.has(key))
      problems.set(key, { path: key, text, shown: safe ? shown : undefined, line: parsed.lineOf(path) });
  }
  return [...problems.values()];
}

function valueAt(value: unknown, part: PropertyKey): unknown {
  if (Array.isArray(value)) return typeof part === 'number' ? value[part] : undefined;
  const map = asMap(value);
  return Object.hasOwn(map, part) ? map[String(part)] : undefined;
}
