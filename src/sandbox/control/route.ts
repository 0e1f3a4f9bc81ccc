import type { Session } from '../session.js';

/** The fields of a request's JSON body. */
export type Fields = Readonly<Record<string, unknown>>;

export interface Asked {
  readonly session: Session;
  /** Names in the path, such as `:name`. */
  readonly param: (name: string) => string;
  /** What stands behind the `?` of the path. */
  readonly query: URLSearchParams;
  readonly body: Fields;
}

/** One thing the control API can do. What `serve` returns is sent as JSON. */
export interface Route {
  readonly method: 'GET' | 'POST';
  /** Behind `/control`; with `:name` for parts that vary. */
  readonly path: string;
  /** For the help: what it does, and the fields of its body. */
  readonly does: string;
  /** Of its body, where that may be larger than usual. */
  readonly maxBytes?: number;
  serve(asked: Asked): unknown;
}

/** A request that cannot be carried out, with the reason for the caller. */
export class ControlRefusal extends Error {
  readonly status: number;

  constructor(message: string, { status, ...options }: ErrorOptions & { status: number }) {
    super(message, options);
    this.name = 'ControlRefusal';
    this.status = status;
  }
}

/** Awaits what a caller asked for: its failure is the caller's to know, with status 409. */
export async function orRefuse<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw new ControlRefusal(error instanceof Error ? error.message : String(error), { status: 409, cause: error });
  }
}

/** As `orRefuse`, for what is done at once. */
export function orRefuseNow<T>(act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (error instanceof ControlRefusal) throw error;
    throw new ControlRefusal(error instanceof Error ? error.message : String(error), { status: 409, cause: error });
  }
}

const given = (body: Fields, name: string): unknown => (Object.hasOwn(body, name) ? body[name] : undefined);

/** @throws ControlRefusal 400 when the field is there and is no text */
export function optionalText(body: Fields, name: string): string | undefined {
  const value = given(body, name);
  if (value === undefined) return undefined;
  if (typeof value !== 'string') throw new ControlRefusal(`"${name}" must be a text`, { status: 400 });
  return value;
}

/** @throws ControlRefusal 400 when the field is missing or no text */
export function text(body: Fields, name: string): string {
  const value = optionalText(body, name);
  if (value === undefined) throw new ControlRefusal(`the body needs "${name}": a text`, { status: 400 });
  return value;
}

/** A number from 0 up. @throws ControlRefusal 400 when the field is there and is none */
export function optionalNumber(body: Fields, name: string): number | undefined {
  const value = given(body, name);
  if (value === undefined) return undefined;
  if (typeof value !== 'number' || !(value >= 0))
    throw new ControlRefusal(`"${name}" must be a number from 0 up`, { status: 400 });
  return value;
}

/** One of some words. @throws ControlRefusal 400 when the field is there and is none of them */
export function optionalChoice<T extends string>(body: Fields, name: string, choices: readonly T[]): T | undefined {
  const value = given(body, name);
  const found = choices.find((choice) => choice === value);
  if (value === undefined || found !== undefined) return found;
  throw new ControlRefusal(`"${name}" must be one of ${choices.join(', ')}`, { status: 400 });
}

/** How often or how long a fault strikes, from `times` and `seconds`. */
export function reach(body: Fields): { times?: number; forMs?: number } {
  const times = optionalNumber(body, 'times');
  const seconds = optionalNumber(body, 'seconds');
  return { ...(times === undefined ? {} : { times }), ...(seconds === undefined ? {} : { forMs: seconds * 1000 }) };
}
