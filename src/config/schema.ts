import { z } from 'zod';
import { type ProductName, productNames } from '../core/products.js';
import { type HostPort, layouts } from './config.js';
import {
  Fault,
  type Reader,
  readAction,
  readBoolean,
  readChoice,
  readDuration,
  readHostPort,
  readNumber,
  readSecret,
  readSize,
  readText,
} from './values.js';

/** A key that may be left out; a key without a value counts as left out. */
function field<T>(read: Reader<T>) {
  return z
    .unknown()
    .transform((value, context): T | undefined => {
      if (value === null) return undefined;
      const result = read(value);
      if (!(result instanceof Fault)) return result;
      context.addIssue({ code: 'custom', message: result.text });
      return z.NEVER;
    })
    .optional();
}

/** A list of values; a fault is reported at its own place in the list. */
function list<T>(what: string, read: Reader<T>) {
  const items = z.unknown().transform((value, context): readonly T[] | undefined => {
    if (value === null) return undefined;
    if (!Array.isArray(value)) {
      context.addIssue({ code: 'custom', message: `must be a list of ${what}, written [a, b]` });
      return z.NEVER;
    }
    const kept = new Set<T>();
    for (const [index, item] of value.entries()) {
      const result = read(item);
      if (result instanceof Fault) context.addIssue({ code: 'custom', path: [index], message: result.text });
      else kept.add(result);
    }
    return [...kept];
  });
  return items.optional();
}

const person = readText(
  'must be the id of a user (U… or W…) or of a user group (S…), not a name; Slack shows ids under "Copy member ID" and "Copy group ID"',
  /^[UWS][A-Z0-9]+$/,
);
const people = list('user and user-group ids', person);
const hosts = (port: number) => list<HostPort>('host:port', (value) => readHostPort(value, port));

/** What may be set for all targets and again for each. */
const shared = {
  channel: field(
    readText(
      "must be a channel id (C… or G…), not a name; Slack shows it at the end of the channel's details",
      /^[CG][A-Z0-9]+$/,
    ),
  ),
  operators: people,
  approvers: people,
  approval: z
    .strictObject({
      actions: list('action names', readAction),
      required: field(
        readNumber('must be a whole number from 1 to 20', (n) => Number.isInteger(n) && n >= 1 && n <= 20),
      ),
      expires: field(readDuration),
    })
    .nullish(),
  poll: z.strictObject({ active: field(readDuration), idle: field(readDuration) }).nullish(),
  warn: z
    .strictObject({
      noProgress: field(readDuration),
      standing: field(readDuration),
      lopsided: field(readNumber('must be a number from 1 up', (n) => Number.isFinite(n) && n >= 1)),
    })
    .nullish(),
  allowHttp: field(readBoolean),
};

const targetKeys = {
  ...shared,
  product: field(readChoice(productNames)),
  url: field((value) => (typeof value === 'string' ? value : new Fault('must be a URL'))),
  auth: z
    .strictObject({ token: field(readSecret), username: field(readSecret), password: field(readSecret) })
    .nullish(),
};

const folder = field(readText('must be the path of a directory', /^[^\0]+$/));

/** What only some products have. A product with keys of its own gets its line here. */
const productKeys = {
  bitbucket: { layout: field(readChoice(layouts)) },
  confluence: { layout: field(readChoice(layouts)) },
  // Jira serves its calls in one place.
  jira: { layout: field(readChoice(['auto'])) },
  // Deployment Manager knows one token and no users.
  instabase: {
    auth: z.strictObject({ token: field(readSecret) }).nullish(),
    bundles: folder,
    maxBundle: field(readSize),
  },
} satisfies Record<ProductName, object>;

const targetSchemas = {
  bitbucket: z.strictObject({ ...targetKeys, ...productKeys.bitbucket }),
  confluence: z.strictObject({ ...targetKeys, ...productKeys.confluence }),
  jira: z.strictObject({ ...targetKeys, ...productKeys.jira }),
  instabase: z.strictObject({ ...targetKeys, ...productKeys.instabase }),
} satisfies Record<ProductName, z.ZodObject>;

/** One entry of `targets`. Of a product that is unknown, the keys of all products are let through. */
export function targetSchema(product: unknown) {
  const known = productNames.find((name) => name === product);
  return known === undefined ? anyTarget : targetSchemas[known];
}

const anyTarget = z.strictObject({ ...productKeys.instabase, ...productKeys.confluence, ...targetKeys });

/** The whole file, except that each target is read by its own schema. */
export const fileSchema = z.strictObject({
  ...shared,
  command: field(
    readText('must begin with / and go on with up to 31 lower-case letters, digits, - or _', /^\/[a-z0-9_-]{1,31}$/),
  ),
  retention: field(readDuration),
  redis: z
    .strictObject({
      sentinels: hosts(26_379),
      name: field(readText('must be the name of the master, as the sentinels know it', /^\S+$/)),
      cluster: hosts(6379),
      username: field(readSecret),
      password: field(readSecret),
      tls: field(readBoolean),
      prefix: field(readText('must be 1 to 64 letters, digits or any of : _ . -', /^[\w:.-]{1,64}$/)),
    })
    .nullish(),
  targets: z.unknown().optional(),
});

export type FileSettings = z.output<typeof fileSchema>;
export type TargetSettings = z.output<typeof anyTarget>;

/** The keys that a schema knows at a path inside it. */
export function knownKeys(schema: z.ZodObject, path: readonly PropertyKey[]): string[] {
  let shape: Record<string, unknown> = schema.shape;
  for (const part of path) {
    let inner = shape[String(part)];
    while (inner instanceof z.ZodOptional || inner instanceof z.ZodNullable) inner = inner.unwrap();
    shape = inner instanceof z.ZodObject ? inner.shape : {};
  }
  return Object.keys(shape);
}
