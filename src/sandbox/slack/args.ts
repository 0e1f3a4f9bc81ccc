import { refuse } from './refusal.js';

/** Arguments of a Web API call, as they came: form fields are strings, JSON bodies hold JSON values. */
export type Args = Record<string, unknown>;

const parseJson = (text: string, error: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw refuse(error, { detail: String(cause) });
  }
};

/** Reads form-encoded and JSON bodies; the query is for GET. Throws the refusal `invalid_json`. */
export const parseArgs = (body: string, contentType: string, query: URLSearchParams): Args => {
  const fromQuery = Object.fromEntries(query);
  if (body === '') return fromQuery;
  if (!contentType.includes('application/json'))
    return { ...fromQuery, ...Object.fromEntries(new URLSearchParams(body)) };
  const parsed = parseJson(body, 'invalid_json');
  if (typeof parsed !== 'object' || parsed === null) throw refuse('json_not_object');
  return { ...fromQuery, ...parsed };
};

export const text = (args: Args, name: string): string => {
  const value = args[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
};

/** Form fields spell booleans as text. */
export const flag = (args: Args, name: string): boolean => ['true', '1'].includes(String(args[name]));

export const whole = (args: Args, name: string, fallback: number): number => {
  const value = Number.parseInt(String(args[name]), 10);
  return Number.isNaN(value) ? fallback : value;
};

/** An argument that is JSON: text in a form, a value in a JSON body. Undefined when it was not sent. */
export const json = (args: Args, name: string, error: string): unknown => {
  const value = args[name];
  if (typeof value !== 'string') return value;
  return value === '' ? undefined : parseJson(value, error);
};
