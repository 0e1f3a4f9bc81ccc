/** Receives one fault: where it is (a JSON pointer inside the blocks) and what is wrong with it. */
export type Report = (pointer: string, fault: string) => void;

/** Looks at one value of a block and reports every fault it finds. */
export type Check = (value: unknown, at: string, report: Report) => void;

export interface Field {
  check: Check;
  required: boolean;
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const required = (check: Check): Field => ({ check, required: true });
export const optional = (check: Check): Field => ({ check, required: false });

/** A string of `min` to `max` characters. */
export const string =
  (max: number, min = 1): Check =>
  (value, at, report) => {
    if (typeof value !== 'string') report(at, 'must be a string');
    else if (value.length > max) report(at, `must be less than ${max + 1} characters`);
    else if (value.length < min) report(at, `must be more than ${min - 1} characters`);
  };

export const boolean: Check = (value, at, report) => {
  if (typeof value !== 'boolean') report(at, 'must be a boolean');
};

export const number: Check = (value, at, report) => {
  if (typeof value !== 'number') report(at, 'must be a number');
};

export const integer =
  (min: number, max: number): Check =>
  (value, at, report) => {
    if (!Number.isInteger(value)) report(at, 'must be an integer');
    else if (Number(value) < min || Number(value) > max) report(at, `must be between ${min} and ${max}`);
  };

export const oneOf =
  (...allowed: string[]): Check =>
  (value, at, report) => {
    if (!allowed.includes(String(value))) report(at, `must be one of: ${allowed.join(', ')}`);
  };

/** An absolute http(s) or mailto address. */
export const url: Check = (value, at, report) => {
  string(3000)(value, at, report);
  if (typeof value === 'string' && !/^(https?:\/\/|mailto:|slack:\/\/)/.test(value)) report(at, 'must be a valid URL');
};

/** An array of `min` to `max` items which all pass the same check. */
export const list =
  (item: Check, max: number, min = 1): Check =>
  (value, at, report) => {
    if (!Array.isArray(value)) return report(at, 'must be an array');
    if (value.length > max) report(at, `no more than ${max} items allowed`);
    if (value.length < min) report(at, `no fewer than ${min} items allowed`);
    for (const [index, entry] of value.entries()) item(entry, `${at}/${index}`, report);
  };

const checkField = (name: string, field: Field, owner: Record<string, unknown>, at: string, report: Report): void => {
  if (owner[name] !== undefined) field.check(owner[name], `${at}/${name}`, report);
  else if (field.required) report(at, `missing required field: ${name}`);
};

/** An object with exactly these fields; any other field is a fault, as with the original. */
export const shape =
  (fields: Record<string, Field>): Check =>
  (value, at, report) => {
    if (!isRecord(value)) return report(at, 'must be an object');
    for (const [name, field] of Object.entries(fields)) checkField(name, field, value, at, report);
    const unknown = Object.keys(value).filter((name) => !Object.hasOwn(fields, name));
    for (const name of unknown) report(at, `invalid additional property: ${name}`);
  };

/** Chooses the check by the object's `type`. A getter lets block types contain each other. */
export const byType =
  (checks: () => Record<string, Check>): Check =>
  (value, at, report) => {
    if (!isRecord(value)) return report(at, 'must be an object');
    const type = String(value.type);
    const known = checks();
    const check = Object.hasOwn(known, type) ? known[type] : undefined;
    if (check === undefined) report(`${at}/type`, `unsupported type: ${type}`);
    else check(value, at, report);
  };

/** Runs several checks over the same value. */
export const all =
  (...checks: Check[]): Check =>
  (value, at, report) => {
    for (const check of checks) check(value, at, report);
  };
