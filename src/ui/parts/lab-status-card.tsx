import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { humanize } from '../lib/format.ts';
import { nodesUp } from '../lib/lab-nodes.ts';
import { doing, orphanWords } from '../lib/lab-words.ts';
import { paths } from '../lib/paths.ts';
import type { LabRecord } from '../lib/views.ts';
import { Meter } from './meter.tsx';
import { Card } from './page.tsx';
import { Person } from './person.tsx';
import { LabBadge } from './status-badge.tsx';
import { Ago, Countdown, Since } from './time.tsx';
import { Words } from './words.tsx';

interface OfLab {
  readonly lab: LabRecord;
}

/** What goes on, how far it is, and when it will have failed unless something moves. */
function Pending({ lab }: OfLab): VNode | null {
  const { pending } = lab;
  if (pending === undefined) return null;
  const { action, message, by, requestedAt, deadline } = pending;
  return (
    <div class="dry-run" aria-live="polite">
      <p class="mb-1">
        <span class="spinner-border spinner-border-sm me-2" aria-hidden="true" />
        <strong>{doing[action]}</strong>
        {message !== '' && `: ${message}`}
      </p>
      <p class="mb-0 small text-body-secondary">
        Asked for <Ago at={requestedAt} />
        {by !== '' && (
          <>
            {' '}
            by <Person id={by} />
          </>
        )}
        . Given up in <Countdown until={deadline} /> unless something moves.
      </p>
    </div>
  );
}

function Failure({ lab: { failure } }: OfLab): VNode | null {
  if (failure === undefined) return null;
  return (
    <p class="alert alert-danger py-2 mb-2">
      {humanize(failure.action)} failed <Ago at={failure.at} />
      {failure.reason !== '' && (
        <>
          : <Words text={failure.reason} />
        </>
      )}
    </p>
  );
}

function Orphan({ lab: { orphan, madeFor } }: OfLab): VNode | null {
  if (orphan === undefined) return null;
  return (
    <p class="alert alert-warning py-2 mb-2">
      {orphanWords[orphan]}.{' '}
      {orphan === 'no-lab'
        ? 'Deleting or archiving it closes the record.'
        : 'It takes room on its host until somebody deletes it; it may be all that is left of the session’s work.'}{' '}
      {madeFor !== undefined && <a href={paths.session(madeFor)}>The session</a>}
    </p>
  );
}

function Bound({ lab: { session } }: OfLab): VNode | null {
  const { live } = useApp();
  if (session === undefined) return null;
  return (
    <p class="mb-2">
      <a href={paths.session(session.id)}>{live.find('session', session.id)?.name ?? session.id}</a> has it: what is
      done to it is done by the session.
    </p>
  );
}

/** How it is, what is being done to it and what it needs from a person. */
export function LabStatusCard({ lab }: OfLab): VNode {
  const { up, seen } = nodesUp(lab);
  const isSaid = lab.pending !== undefined || lab.failure?.reason === lab.reason;
  return (
    <Card title="Status">
      <p class="mb-1">
        <span aria-live="polite">
          <LabBadge status={lab.status} />
        </span>{' '}
        for <Since at={lab.statusSince} />
      </p>
      {lab.reason !== '' && !isSaid && (
        <p class="mb-2">
          <Words text={lab.reason} />
        </p>
      )}
      <Bound lab={lab} />
      <Orphan lab={lab} />
      <Failure lab={lab} />
      <Pending lab={lab} />
      {seen > 0 && lab.status !== 'orphaned' && (
        <Meter label="Nodes that are up" used={up} total={seen} format={String} plain />
      )}
    </Card>
  );
}
