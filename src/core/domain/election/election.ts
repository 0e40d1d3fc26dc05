import { type Instant, ok, type Result, reject } from '../../kernel/index.ts';

/** The controllers: each is led by one of its processes. The control plane's replicas settle their turns themselves. */
export const electionNames = ['resource-scheduler', 'worker-controller', 'lablet-controller'] as const;
export type ElectionName = (typeof electionNames)[number];

/** One leader's time. Tokens begin low again with each life of the coordination store, and its epoch says which that is. */
export interface Term {
  readonly epoch: number;
  readonly token: number;
}

/** Somebody wants this term to end; what follows it is not meant. */
export interface ResignOrder {
  readonly term: Term;
  /** Who led then. */
  readonly leader: string;
  readonly reason: string;
  readonly at: Instant;
}

/** Of a controller whose leader was asked to give way at some time; of the others there is nothing to say. */
export interface Election {
  readonly name: ElectionName;
  readonly resign: ResignOrder;
}

export type ElectionEvent = {
  readonly type: 'LeaderAskedToResign';
  readonly name: ElectionName;
  readonly term: Term;
  readonly leader: string;
  readonly reason: string;
  readonly at: Instant;
};

export type ElectionRejection =
  | { readonly code: 'election.nobody-leads'; readonly name: ElectionName }
  | {
      readonly code: 'election.other-term';
      readonly name: ElectionName;
      readonly leader: string;
      readonly token: number;
    };

/** Who leads now, as the coordination store has it. */
export interface Incumbent {
  readonly leader: string;
  readonly term: Term;
}

interface Asked {
  readonly name: ElectionName;
  /** The term that the asker has seen; without it, whichever there is. */
  readonly token?: number | undefined;
  readonly reason: string;
  readonly at: Instant;
}

/** Asks who leads now to give way. The order names the term, so that heard late, or twice, it ends no other. */
export function askToResign(
  election: Election | undefined,
  incumbent: Incumbent | undefined,
  { name, token, reason, at }: Asked,
): Result<ElectionEvent[], ElectionRejection> {
  if (incumbent === undefined) return reject({ code: 'election.nobody-leads', name });
  const { leader, term } = incumbent;
  if (token !== undefined && token !== term.token) {
    return reject({ code: 'election.other-term', name, leader, token: term.token });
  }
  if (orderToEnd(election, term) !== undefined) return ok([]);
  return ok([{ type: 'LeaderAskedToResign', name, term, leader, reason, at }]);
}

/** What was asked of who leads in this term, if anything was. */
export function orderToEnd(election: Election | undefined, { epoch, token }: Term): ResignOrder | undefined {
  const asked = election?.resign;
  return asked?.term.epoch === epoch && asked.term.token === token ? asked : undefined;
}

export function evolveElection(_: Election | undefined, event: ElectionEvent): Election {
  const { name, term, leader, reason, at } = event;
  return { name, resign: { term, leader, reason, at } };
}
