export type { MailWishes, Person, PersonEvent } from './person.ts';
export {
  changeWishes,
  evolvePerson,
  firstWishes,
  keepsAddress,
  notePerson,
  PersonId,
  personIdOf,
  wantsMail,
  zoneOf,
} from './person.ts';
