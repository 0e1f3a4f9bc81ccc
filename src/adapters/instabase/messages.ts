import { z } from 'zod';

/**
 * Answers come in two spellings: names in camel case with every field written, or names as in the proto file (snake
 * case) with zero values left out (https://protobuf.dev/programming-guides/json/; grpc-gateway, "Customizing your
 * gateway"). The published page shows both, sometimes within one answer.
 */
function inCamelCase(value: unknown): unknown {
  // A log has thousands of messages: those that are in camel case already cost nothing.
  if (!isObject(value) || !Object.keys(value).some((key) => key.includes('_'))) return value;
  const camel = (key: string): string => key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [camel(key), field]));
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A message in either spelling; keys of maps are data and stay as they are. */
export const message = <S extends z.ZodRawShape>(shape: S) => z.preprocess(inCamelCase, z.object(shape));

/** An enumeration's value as its name, whether the number or the name was written; an unknown one as it came. */
export const enumOf = (names: readonly string[]) =>
  z
    .union([z.number().int(), z.string().max(200)])
    .transform((value) => (/^\d{1,3}$/.test(String(value)) ? names[Number(value)] : undefined) ?? String(value));

/** Milliseconds since the epoch. 64-bit integers may be strings; a time that is none, or zero, is left out. */
export const Millis = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^\d{1,15}$/)
      .transform(Number),
  ])
  .nullish()
  .catch(undefined)
  .transform((ms) => (ms && Number.isFinite(ms) && ms > 0 ? ms : undefined));

export const Flag = z
  .boolean()
  .nullish()
  .transform((flag) => flag ?? false);

/** A list; one that is empty may be left out. */
export const listOf = <T extends z.ZodType>(item: T) =>
  z
    .array(item)
    .nullish()
    .transform((items) => items ?? []);

/** A map; one that is empty may be left out. */
export const mapOf = <T extends z.ZodType>(item: T) =>
  z
    .record(z.string(), item)
    .nullish()
    .transform((map) => map ?? {});

/** A text that decides nothing; one that is empty may be left out. */
export const Words = z
  .string()
  .nullish()
  .catch(undefined)
  .transform((text) => text ?? '');

/** Whether a message writes a zero value out; a server that does leaves none out. */
export function writesZeros(fields: Readonly<Record<string, unknown>>): boolean {
  return Object.values(fields).some((value) => value === false || value === null || value === 0 || value === '');
}

/** What a stream proxy has put around a message (https://github.com/tmc/grpc-websocket-proxy). */
export function unwrapped(value: unknown): unknown {
  if (!isObject(value)) return value;
  const keys = Object.keys(value);
  return keys.length === 1 && keys[0] === 'result' ? value.result : value;
}
