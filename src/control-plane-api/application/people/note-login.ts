import type { Actor } from '@lcm/core/domain/access';
import { keepsAddress, notePerson, type Person, personIdOf } from '@lcm/core/domain/person';
import { people } from '../aggregates.ts';
import type { Streams } from '../streams.ts';
import type { Views } from '../views.ts';
import type { MailAddresses } from './mail-addresses.ts';
import { isZone } from './zone.ts';

/** Who has just logged in, and what the identity provider says of them beside it. */
export interface Login {
  readonly actor: Actor;
  readonly mail?: string | undefined;
  readonly zone?: string | undefined;
}

interface Deps {
  readonly streams: Streams;
  readonly views: Views;
  readonly mailAddresses: MailAddresses;
}

/**
 * Keeps where somebody's mail goes as the identity provider says it. Of an address that is new the older one is forgotten;
 * when we die in between, what is left lies sealed, and nothing names it.
 */
export async function noteLogin({ streams, views, mailAddresses }: Deps, { actor, mail, zone }: Login): Promise<void> {
  const { id: ownerId } = actor;
  const id = personIdOf(ownerId);
  const person = views.get('person', id)?.state;
  const mailKey = await keyOf(mail, person, mailAddresses);
  const said = { ownerId, mailKey, zone: zone !== undefined && isZone(zone) ? zone : undefined };
  if (isNothing(person, said)) return;
  const options = { operation: 'NoteLogin', caller: { actor, correlationId: id } };
  await streams.change({ aggregate: people, id }, options, (now, at) => notePerson(now, said, at));
  const older = person?.mailKey;
  if (older !== undefined && older !== mailKey) await mailAddresses.forget(older);
}

/** Of somebody of whom nothing was known, and is not now either, nothing is kept. */
function isNothing(
  person: Person | undefined,
  { mailKey, zone }: Pick<Person, 'mailKey'> & Pick<Login, 'zone'>,
): boolean {
  return person === undefined && mailKey === undefined && zone === undefined;
}

async function keyOf(
  mail: string | undefined,
  person: Person | undefined,
  addresses: MailAddresses,
): Promise<string | undefined> {
  if (mail === undefined || !keepsAddress(person)) return undefined;
  const known = person?.mailKey === undefined ? undefined : await addresses.read(person.mailKey);
  return mail === known ? person?.mailKey : addresses.keep(mail);
}
