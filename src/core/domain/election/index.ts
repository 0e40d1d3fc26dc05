export type { Election, ElectionEvent, ElectionName, ElectionRejection, Incumbent, Term } from './election.ts';
export { askToResign, electionNames, evolveElection, orderToEnd } from './election.ts';
