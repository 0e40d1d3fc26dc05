import { may } from '@lcm/core/domain/access';
import { isFinal, isFreeSeat } from '@lcm/core/domain/session';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { paths } from '../lib/paths.ts';
import { startOf, subStep, waitsFor } from '../lib/session-words.ts';
import type { Session } from '../lib/views.ts';
import { LaunchButton } from './launch-button.tsx';
import { Person } from './person.tsx';
import { SessionBadges } from './session-badges.tsx';
import { TerminateButton } from './terminate-button.tsx';
import { Ago, Countdown, Time } from './time.tsx';
import { Words } from './words.tsx';

// What stands in the columns of the table of sessions, where it is more than a word.

interface OfSession {
  readonly session: Session;
}

export function NameCell({ session: { id, name, definition, cohort } }: OfSession): VNode {
  const { me } = useApp();
  return (
    <>
      <a href={paths.session(id)}>{name}</a>
      <div class="small text-body-secondary fw-normal">
        {definition.title} {definition.version}
        {cohort !== undefined && may(me.value, 'session:all') && (
          <>
            , seat of <a href={paths.cohort(cohort.id)}>{cohort.name}</a>
          </>
        )}
      </div>
    </>
  );
}

/** Where what it is a session of is said beside the table. */
export function SeatCell({ session: { id, name } }: OfSession): VNode {
  return <a href={paths.session(id)}>{name}</a>;
}

/** Of a seat that nobody sits in yet, whoever booked it. */
export function OwnerCell({ session }: OfSession): VNode {
  return (
    <>
      <Person id={session.ownerId} />
      {isFreeSeat(session) && <div class="small text-body-secondary">to be handed out</div>}
    </>
  );
}

export function StartCell({ session }: OfSession): VNode {
  const { timeslot, status } = session;
  const start = startOf(session);
  if (start === undefined) return <span>as soon as possible</span>;
  return (
    <>
      <Time at={start} />
      {!isFinal(session) && timeslot !== undefined && status !== 'running' && (
        <div class="small text-body-secondary">
          <Ago at={start} />
        </div>
      )}
      {status === 'running' && timeslot !== undefined && (
        <div class="small">
          <Countdown until={timeslot.end} /> left
        </div>
      )}
    </>
  );
}

export function StatusCell({ session }: OfSession): VNode {
  const text = session.graderAway === undefined ? subStep(session) : undefined;
  return (
    <>
      <SessionBadges session={session} />
      <div class="small text-body-secondary sentence">
        <Words text={text ?? waitsFor(session)} />
      </div>
    </>
  );
}

export function WorkerCell({ session: { placement } }: OfSession): VNode {
  if (placement === undefined) return <span>–</span>;
  return <a href={paths.worker(placement.workerId)}>{placement.workerName}</a>;
}

export function ActionsCell({ session }: OfSession): VNode {
  return (
    <div class="d-flex flex-wrap flex-lg-nowrap gap-1">
      <LaunchButton session={session} small />
      <TerminateButton session={session} small />
    </div>
  );
}
