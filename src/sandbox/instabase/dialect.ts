/**
 * How answers are written. The published page shows several ways beside each other, and gateways of two generations
 * would write still others. Sources: Instabase documentation, page "Upgrade API"; protobuf documentation, "ProtoJSON
 * Format"; grpc-gateway, "Customizing your gateway".
 */
export interface Dialect {
  /**
   * `camel`: all fields, as in the page's sample answers. `mixed`: camel case outside and snake case within, all fields,
   * as in the page's schemas. `snake`: names as in a proto file; zero values and unset fields are left out.
   */
  readonly spelling: 'camel' | 'mixed' | 'snake';
  /** `{events: [{stage: {name, …}}]}` as in the page's sample, or `{events: [{name, …}]}` as in its schema. */
  readonly events: 'nested' | 'flat';
  readonly enums: 'numbers' | 'names';
  /** 64-bit integers. ProtoJSON writes them as strings; the page's sample shows a number. */
  readonly longs: 'numbers' | 'strings';
  /** Frames of the stream hold one `{"result": …}` per line, and often several lines. */
  readonly wrapped: boolean;
  /** Successor or predecessor of grpc-gateway's second version: code 9 as HTTP 400 or 412, text in `message` or `error`. */
  readonly gateway: 'gateway-v2' | 'gateway-v1';
  /** HTTP status of the calls that answer with `{statusCode, data, error}`: as in the body, or always 200. */
  readonly envelopeStatus: 'same' | 'always-200';
  /** A call without a result answers `{}` or nothing at all. */
  readonly emptyAnswers: 'braces' | 'nothing';
}

export function dialectOf(own: Partial<Dialect>): Dialect {
  const spelling = own.spelling ?? 'camel';
  return {
    spelling,
    events: 'nested',
    enums: 'numbers',
    longs: spelling === 'snake' ? 'strings' : 'numbers',
    wrapped: false,
    gateway: 'gateway-v2',
    envelopeStatus: 'same',
    emptyAnswers: 'braces',
    ...own,
  };
}

/** A value of an enumeration, before it is known whether its number or its name will be written. */
export interface EnumValue {
  readonly enumName: string;
  readonly enumNumber: number;
}

export const enumValue = (enumName: string, enumNumber: number): EnumValue => ({ enumName, enumNumber });

const isEnum = (value: unknown): value is EnumValue =>
  typeof value === 'object' && value !== null && 'enumNumber' in value;

const toSnake = (key: string): string => key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const isZero = (value: unknown): boolean =>
  value === null || value === '' || value === false || value === 0 || value === 0n;

function isUnset(value: unknown): boolean {
  if (isZero(value)) return true;
  if (isEnum(value)) return value.enumNumber === 0;
  if (value instanceof Map) return value.size === 0;
  return Array.isArray(value) && value.length === 0;
}

function scalar(value: unknown, { enums, longs }: Dialect): unknown {
  if (isEnum(value)) return enums === 'numbers' ? value.enumNumber : value.enumName;
  if (typeof value === 'bigint') return longs === 'numbers' ? Number(value) : String(value);
  return value;
}

function fields(message: object, dialect: Dialect, depth: number): object {
  const { spelling } = dialect;
  const spell = spelling === 'snake' || (spelling === 'mixed' && depth > 0) ? toSnake : (key: string) => key;
  const entries = Object.entries(message).filter(([, value]) => spelling !== 'snake' || !isUnset(value));
  return Object.fromEntries(entries.map(([key, value]) => [spell(key), written(value, dialect, depth + 1)]));
}

function written(value: unknown, dialect: Dialect, depth: number): unknown {
  if (Array.isArray(value)) return value.map((item) => written(item, dialect, depth));
  if (value instanceof Map)
    return Object.fromEntries([...value].map(([key, item]) => [key, written(item, dialect, depth)]));
  if (typeof value !== 'object' || value === null || isEnum(value)) return scalar(value, dialect);
  return fields(value, dialect, depth);
}

/**
 * Spells a message. Keys are given in camel case; a `Map` is data whose keys stay as they are; a bigint is a 64-bit
 * integer.
 */
export const spell = (message: object, dialect: Dialect): object => fields(message, dialect, 0);
