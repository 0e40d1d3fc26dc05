import { OfSessionBecause, SessionView } from '@lcm/core/contracts/session';
import { type DeliveryOrderKind, orderDelivery } from '@lcm/core/domain/session';
import { sessions } from '../../application/aggregates.ts';
import { changeExisting, written } from '../../application/change.ts';
import { defineCommand } from '../../application/operation.ts';
import type { Streams } from '../../application/streams.ts';
import { viewOf } from '../../application/view-of.ts';

interface Deps {
  readonly streams: Streams;
}

interface Wording {
  readonly name: string;
  readonly summary: string;
  /** What is said where the caller gives no reason: `paused by Max`. */
  readonly done: string;
}

/** What an operator wants of the candidate's side. It is committed here; the lablet controller carries it out. */
function orderOf(order: DeliveryOrderKind, { name, summary, done }: Wording) {
  return defineCommand({
    name,
    summary,
    allow: 'session:all',
    input: OfSessionBecause,
    output: SessionView,
    async handle({ sessionId: id, reason: given }, caller, { streams }: Deps) {
      const { actor } = caller;
      const reason = given ?? `${done} by ${actor.name}`;
      const options = { aggregate: sessions, id, operation: name, caller };
      const changed = await changeExisting(streams, options, (session, at) =>
        orderDelivery(session, { order, by: actor.id, reason }, at),
      );
      return written(changed, viewOf.session);
    },
  });
}

export const pauseDelivery = orderOf('pause', {
  name: 'PauseDelivery',
  summary: 'Keep the candidate from the session until it is resumed',
  done: 'paused',
});
export const resumeDelivery = orderOf('resume', {
  name: 'ResumeDelivery',
  summary: 'Let the candidate go on',
  done: 'resumed',
});
export const endDelivery = orderOf('end', {
  name: 'EndDelivery',
  summary: 'End the candidate’s time now; what was done is collected and graded',
  done: 'ended',
});
export const archiveDelivery = orderOf('archive', {
  name: 'ArchiveDelivery',
  summary: 'File the delivery of a session that is over',
  done: 'archived',
});
