declare const brand: unique symbol;

/** A primitive that remembers what it stands for; only its own constructor mints it. */
export type Brand<Value, Name extends string> = Value & { readonly [brand]: Name };

/** Milliseconds since the epoch, UTC. */
export type Instant = Brand<number, 'Instant'>;

export function instant(ms: number): Instant {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the one place an Instant is minted
  return ms as Instant;
}

/** `2026-11-21T09:00:00.000Z`: how instants cross every wire and appear in every log. */
export function toIso(at: Instant): string {
  return new Date(at).toISOString();
}

/** Reads what `toIso` wrote, and any other ISO 8601 date-time with an offset. NaN when it is none. */
export function fromIso(text: string): Instant {
  return instant(Date.parse(text));
}
