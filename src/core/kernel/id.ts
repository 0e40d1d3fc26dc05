import type { Brand } from './brand.ts';
import type { Random } from './random.ts';

/** A family of ids that carry their kind in plain sight: `wkr_7f3k`. */
export interface IdKind<Id extends string> {
  readonly prefix: string;
  /** What all of them look like. */
  readonly pattern: RegExp;
  readonly is: (text: string) => text is Id;
  /** @throws Error when `text` is no id of this kind */
  readonly parse: (text: string) => Id;
  /** A new id: 12 characters of base 32, 60 random bits. */
  readonly next: (random: Random) => Id;
}

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const idLength = 12;

export function idKind<Name extends string>(prefix: string): IdKind<Brand<string, Name>> {
  const pattern = new RegExp(`^${prefix}_[0-9a-z]{1,32}$`);
  const is = (text: string): text is Brand<string, Name> => pattern.test(text);
  const parse = (text: string): Brand<string, Name> => {
    if (is(text)) return text;
    throw new Error(`not a ${prefix} id: ${text}`);
  };
  return { prefix, pattern, is, parse, next: (random) => parse(`${prefix}_${randomText(random)}`) };
}

function randomText(random: Random): string {
  return Array.from({ length: idLength }, () => alphabet[Math.floor(random.next() * alphabet.length)]).join('');
}
