import * as z from 'zod';

/** As much of JSON Schema 2020-12 as we look into. */
export interface JsonSchema {
  readonly type?: string | readonly string[] | undefined;
  readonly properties?: Readonly<Record<string, JsonSchema>> | undefined;
  readonly required?: readonly string[] | undefined;
  readonly items?: JsonSchema | undefined;
  readonly anyOf?: readonly JsonSchema[] | undefined;
  readonly oneOf?: readonly JsonSchema[] | undefined;
  readonly $defs?: Readonly<Record<string, JsonSchema>> | undefined;
  readonly examples?: readonly unknown[] | undefined;
  readonly [keyword: string]: unknown;
}

/**
 * The schema of what is on the wire. For codecs that is their input side, in answers too: these are encoded.
 * What JSON Schema cannot say (a refinement, a transform) is left open rather than wrong.
 */
export function wireSchema(schema: z.ZodType): JsonSchema {
  const {
    $schema: _dialect,
    '~standard': _standard,
    ...rest
  } = z.toJSONSchema(schema, {
    io: 'input',
    target: 'draft-2020-12',
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      // An array that is not changed here is not one that only answers carry, which is what the keyword means.
      delete jsonSchema.readOnly;
      sayTuple(jsonSchema);
    },
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- zod's own type allows booleans as schemas, which it does not make of objects
  return rest as JsonSchema;
}

/** Tools of older dialects misread `prefixItems`; of a tuple of equals the same is said without it. */
function sayTuple(schema: z.core.JSONSchema.BaseSchema): void {
  const { prefixItems = [] } = schema;
  const [first, ...others] = prefixItems;
  const isOfEquals = others.length > 0 && others.every((other) => JSON.stringify(other) === JSON.stringify(first));
  if (first === undefined || !isOfEquals) return;
  delete schema.prefixItems;
  Object.assign(schema, { items: first, minItems: prefixItems.length, maxItems: prefixItems.length });
}
