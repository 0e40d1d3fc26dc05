import { type Brand, type Instant, idKind, ok, type Result, sha256 } from '../../kernel/index.ts';
import { type Occasion, type Topic, topicOf } from '../notice/index.ts';

export type PersonId = Brand<string, 'PersonId'>;
export const PersonId = idKind<'PersonId'>('per');

/** What somebody wants to be told by mail. */
export interface MailWishes {
  /** False: nothing at all. */
  readonly mail: boolean;
  readonly muted: readonly Topic[];
  /** At least so long between two mails; absent: as the settings say. */
  readonly quietMinutes?: number | undefined;
  /** `Europe/Berlin`; absent: what the identity provider says, or UTC. */
  readonly zone?: string | undefined;
}

/** What we keep of somebody who uses the product, beside what they did. Where their mail goes is kept sealed, elsewhere. */
export interface Person {
  readonly id: PersonId;
  /** As the identity provider knows them. */
  readonly ownerId: string;
  /** Where the sealed address is; absent: none is known. Of who wants no mail none is kept. */
  readonly mailKey?: string | undefined;
  /** As the identity provider says. */
  readonly knownZone?: string | undefined;
  readonly wishes: MailWishes;
}

interface Known {
  readonly id: PersonId;
  readonly ownerId: string;
}

export type PersonEvent =
  | (Known & {
      readonly type: 'PersonKnown';
      readonly mailKey?: string | undefined;
      readonly zone?: string | undefined;
      readonly at: Instant;
    })
  | (Known & { readonly type: 'PersonWishesChanged'; readonly wishes: MailWishes; readonly at: Instant });

export type PersonDecision = Result<PersonEvent[], never>;

/** Until they say otherwise people are told everything of their own sessions. */
export const firstWishes: MailWishes = { mail: true, muted: [] };

/** One stream a person, whatever characters the identity provider's ids are made of. */
export function personIdOf(ownerId: string): PersonId {
  return PersonId.parse(`per_${sha256(ownerId).slice(0, 24)}`);
}

/** What a login says of somebody, when that is news. */
export function notePerson(
  person: Person | undefined,
  { ownerId, zone, ...said }: Pick<Person, 'ownerId' | 'mailKey'> & { readonly zone?: string | undefined },
  at: Instant,
): PersonDecision {
  const mailKey = keepsAddress(person) ? said.mailKey : undefined;
  if (person?.mailKey === mailKey && person?.knownZone === zone) return ok([]);
  return ok([{ type: 'PersonKnown', id: personIdOf(ownerId), ownerId, mailKey, zone, at }]);
}

/** Of who wants no mail no address is kept either. */
export function keepsAddress(person: Person | undefined): boolean {
  return person?.wishes.mail ?? firstWishes.mail;
}

export function changeWishes(
  person: Person | undefined,
  { ownerId, wishes }: Pick<Person, 'ownerId' | 'wishes'>,
  at: Instant,
): PersonDecision {
  if (person !== undefined && JSON.stringify(person.wishes) === JSON.stringify(wishes)) return ok([]);
  return ok([{ type: 'PersonWishesChanged', id: personIdOf(ownerId), ownerId, wishes, at }]);
}

export function evolvePerson(person: Person | undefined, event: PersonEvent): Person {
  const { id, ownerId } = event;
  const before = person ?? { id, ownerId, wishes: firstWishes };
  switch (event.type) {
    case 'PersonKnown':
      return { ...before, mailKey: event.mailKey, knownZone: event.zone };
    case 'PersonWishesChanged':
      return { ...before, wishes: event.wishes, mailKey: event.wishes.mail ? before.mailKey : undefined };
  }
}

/** Whether somebody can be told of such a thing by mail, and wants to. */
export function wantsMail(person: Person | undefined, occasion: Occasion): boolean {
  if (person?.mailKey === undefined || !person.wishes.mail) return false;
  const topic = topicOf(occasion);
  return topic === undefined || !person.wishes.muted.includes(topic);
}

export function zoneOf({ wishes, knownZone }: Pick<Person, 'wishes' | 'knownZone'>): string | undefined {
  return wishes.zone ?? knownZone;
}
