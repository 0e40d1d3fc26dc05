import * as z from 'zod';
import { fromIso, type IdKind, type Instant, toIso } from '../kernel/index.ts';

/** Domain types on one side, plain JSON on the other: what crosses a process is `z.encode`d there and `z.decode`d here. */
export const at: z.ZodCodec<z.ZodISODateTime, z.ZodCustom<Instant, Instant>> = z.codec(
  z.iso.datetime({ offset: true }).meta({ examples: ['2026-11-24T09:00:00.000Z'] }),
  z.custom<Instant>((value) => typeof value === 'number'),
  { decode: (text) => fromIso(text), encode: (value) => toIso(value) },
);

/** An id of one kind: a string on the wire, a branded one here. */
export function id<Id extends string>(kind: IdKind<Id>): z.ZodType<Id, Id> {
  const schema = z
    .string()
    .regex(kind.pattern, { error: `not an id like ${kind.prefix}_7f3k2m9qwx4b` })
    .meta({ examples: [`${kind.prefix}_7f3k2m9qwx4b`] });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the pattern has shown it to be an Id
  return schema as unknown as z.ZodType<Id, Id>;
}

/** Something said by a person: not only blanks, which the published schema says too, and none around it. */
export const words = (atMost: number): z.ZodString =>
  z.string().regex(/\S/, { error: 'must not be empty' }).trim().max(atMost);

/** Why somebody does something, for the audit and for whoever reads it at 3 a.m. */
export const reason = words(200).meta({ examples: ['maintenance on Tuesday'] });

/** Of content, in hexadecimal digits: also the key under which that is kept. */
export const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

export const count = z.int().nonnegative();

/**
 * Who leads the election under which a controller speaks, and in which life of the coordination store: tokens begin low
 * again in a store that was lost. Streams refuse what is lower than they have seen, by epoch first; without one it is 0.
 */
export const Fence = z.strictObject({ election: z.string(), epoch: count.optional(), token: count });
export type Fence = z.output<typeof Fence>;

export const nothing = z.strictObject({});
