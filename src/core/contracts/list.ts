import * as z from 'zod';

/** The language is that of `domain/query`: it is read where the list's fields are known. */
export const q = z
  .string()
  .optional()
  .meta({
    description:
      'Words, "phrases", field:value,other, -negation, field>value; an unknown field is answered with the known',
    examples: ['trunk -"old lab"'],
  });

export const ListFilter = z.strictObject({ q });
