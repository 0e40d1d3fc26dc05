export type { MailWishes, Person, PersonEvent } from './person.ts';
export {
  changeWishes,
  evolvePerson,
  firstWishes,
  notePerson,
  PersonId,
  personIdOf,
  wantsMail,
  zoneOf,
} from './person.ts';
