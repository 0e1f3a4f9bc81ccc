import { z } from 'zod';

const maxLength = 200;

/** Replaces secrets by value: longest first, so that one inside another leaves no rest. */
export function scrub(text: string, secrets: readonly string[]): string {
  const longestFirst = [...new Set(secrets)].filter((one) => one !== '').sort((a, b) => b.length - a.length);
  return longestFirst.reduce((rest, secret) => rest.replaceAll(secret, '***'), text);
}

export function looksLikeHtml(body: string): boolean {
  return body.trimStart().startsWith('<');
}

function textOfHtml(body: string): string {
  const title = /<title[^>]*>([^<]*)</i.exec(body)?.[1]?.trim();
  if (title !== undefined && title !== '') return title;
  return body.replace(/<(script|style)\b.*?<\/\1>/gis, ' ').replace(/<[^>]*>/g, ' ');
}

/** The JSON value of a text; undefined when it is none. The parser's error is dropped because it quotes the text. */
export function parseJson(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/** Where the products' JSON error bodies keep their sentence. */
const ErrorBody = z.union([
  z.object({ message: z.string().min(1) }).transform((body) => body.message),
  z
    .object({ errors: z.tuple([z.object({ message: z.string() })], z.unknown()) })
    .transform((body) => body.errors[0].message),
  z.object({ errorMessages: z.tuple([z.string().min(1)], z.unknown()) }).transform((body) => body.errorMessages[0]),
  z.object({ error: z.string().min(1) }).transform((body) => body.error),
]);

function messageOfJson(body: string): string | undefined {
  return ErrorBody.safeParse(parseJson(body)?.value).data;
}

/**
 * What of an upstream body may stand in an error's text: one line of at most 200 characters, without markup and
 * without secrets (a server can echo the request's Authorization header). Empty when the body says nothing.
 */
export function excerpt(body: string, secrets: readonly string[]): string {
  const clean = scrub(body, secrets);
  const text = looksLikeHtml(clean) ? textOfHtml(clean) : (messageOfJson(clean) ?? clean);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is to be removed
  const line = scrub(text.replace(/[\s\u0000-\u001f\u007f]+/g, ' ').trim(), secrets);
  return line.length > maxLength ? `${line.slice(0, maxLength - 1)}…` : line;
}
