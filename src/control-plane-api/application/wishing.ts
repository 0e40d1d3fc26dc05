import type { Session, SessionDecision, WishAnswer, WishDecision } from '@lcm/core/domain/session';
import { type Clock, type Instant, ok, type Result, reject, toIso } from '@lcm/core/kernel';
import { sessions } from './aggregates.ts';
import { changeExisting, unknown } from './change.ts';
import type { Caller, Rejection, Written } from './operation.ts';
import { maySee } from './ownership.ts';
import type { Streams } from './streams.ts';
import { viewOf } from './view-of.ts';
import type { Views } from './views.ts';

export interface WishDeps {
  readonly streams: Streams;
  readonly views: Views;
  readonly clock: Clock;
}

export interface Asked {
  readonly sessionId: Session['id'];
  readonly operation: string;
  readonly caller: Caller;
}

/** How long the answer waits for the scheduler: with it, one call answers. */
const answerWaitMs = 2_000;

/** A change of a session by somebody who may see it. */
export async function changeOwn(
  { sessionId: id, operation, caller }: Asked,
  { streams }: Pick<WishDeps, 'streams'>,
  decide: (session: Session, at: Instant) => SessionDecision | WishDecision,
): ReturnType<typeof changeExisting<Session, Parameters<typeof sessions.evolve>[1]>> {
  const { state } = await streams.load(sessions, id);
  if (state === undefined || !maySee(caller.actor, state)) return reject(unknown('session', id));
  return changeExisting(streams, { aggregate: sessions, id, operation, caller }, decide);
}

/**
 * Commits the wish and waits a moment for the scheduler. Granted: the session as it is now; refused: why, and what would be
 * possible; without a scheduler the wish stays, and the session that has it is the answer.
 */
export async function wishFor(
  asked: Asked,
  { streams, views, clock }: WishDeps,
  decide: (session: Session, at: Instant) => WishDecision,
): Promise<Result<Written<ReturnType<typeof viewOf.session>>, Rejection>> {
  const changed = await changeOwn(asked, { streams }, decide);
  if (!changed.ok) return changed;
  const id = asked.sessionId;
  const { version } = changed.value;
  const hasAnswer = ({ wish }: Session): boolean =>
    wish === undefined && (views.get('session', id)?.version ?? 0) >= version;
  const isAnswered = await views.waitUntil({ kind: 'session', id }, hasAnswer, { ms: answerWaitMs, clock });
  const item = views.get('session', id) ?? changed.value;
  const refused = isAnswered ? refusalIn(item.state) : undefined;
  if (refused !== undefined) return reject(refused);
  return ok({ output: viewOf.session(item), position: views.position, isOpen: !isAnswered });
}

function refusalIn({ wishAnswer }: Session): Rejection | undefined {
  if (wishAnswer === undefined || wishAnswer.granted) return undefined;
  const { summary, latestEnd } = wishAnswer;
  const details = latestEnd === undefined ? {} : { latestEnd: toIso(latestEnd) };
  return { code: codes[wishAnswer.kind], message: summary, details };
}

const codes = {
  extend: 'session.no-more-time',
  move: 'session.no-such-place',
  replace: 'session.no-such-place',
} as const satisfies Record<WishAnswer['kind'], string>;

/** What the scheduler’s no is called. */
export type WishRefusalCode = (typeof codes)[keyof typeof codes];
