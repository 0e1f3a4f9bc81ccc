import fc from 'fast-check';

interface Schema {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly $ref?: string;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
}

export type Schemas = Readonly<Record<string, Schema>>;

export interface Wishes {
  /** Properties that are never left out, wherever they stand. */
  readonly always: readonly string[];
  /** Arrays that are never empty. */
  readonly filled: readonly string[];
}

/** The part of OpenAPI's schema language that the published reference uses, as generators of bodies. */
export function arbitraryOf(schemas: Schemas, name: string, wishes: Wishes): fc.Arbitrary<unknown> {
  function object(properties: Readonly<Record<string, Schema>>): fc.Arbitrary<unknown> {
    const entries = Object.entries(properties).map(([key, schema]) => [key, of(schema, key)] as const);
    const requiredKeys = Object.keys(properties).filter((key) => wishes.always.includes(key));
    return fc.record(Object.fromEntries(entries), { requiredKeys });
  }

  function resolved(schema: Schema): Schema {
    return schema.$ref === undefined ? schema : (schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {});
  }

  function of(given: Schema, key = ''): fc.Arbitrary<unknown> {
    const { enum: choices, properties, items, type } = resolved(given);
    if (choices !== undefined) return fc.constantFrom(...choices);
    if (properties !== undefined) return object(properties);
    if (items !== undefined)
      return fc.array(of(items), { minLength: Number(wishes.filled.includes(key)), maxLength: 4 });
    if (type === 'boolean') return fc.boolean();
    return type === 'integer' ? fc.integer() : fc.string({ minLength: 1, maxLength: 20 });
  }

  return of(schemas[name] ?? {});
}
