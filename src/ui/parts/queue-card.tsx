import { may } from '@lcm/core/domain/access';
import { type Signal, useSignal } from '@preact/signals';
import { Fragment, type VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { nextMinute } from '../lib/booking-form.ts';
import { humanize, plural } from '../lib/format.ts';
import { paths } from '../lib/paths.ts';
import { type QueueEntry, queueOf } from '../lib/queue.ts';
import { startOf } from '../lib/session-words.ts';
import { useLoad } from '../lib/use-load.ts';
import type { Session } from '../lib/views.ts';
import { Card, EmptyState, Loading } from './page.tsx';
import { Person } from './person.tsx';
import { Since, Time } from './time.tsx';
import { TroubleNote } from './trouble-note.tsx';
import { VerdictView } from './verdict-view.tsx';
import { WhatIfOutcome } from './what-if-outcome.tsx';
import { Words } from './words.tsx';

interface OfEntry {
  readonly entry: QueueEntry;
}

/** What it would take to give it the earliest start that the verdict names: hosts and money, thought through on copies. */
function AtItsEarliest({ entry: { first, seats } }: OfEntry): VNode | null {
  const { api, now } = useApp();
  const { definition, wanted, verdict } = first;
  const earliest = verdict?.earliestStart;
  const start = earliest && new Date(nextMinute(Math.max(Date.parse(earliest), now.peek()))).toISOString();
  const booking = { definitionId: definition.id, durationMinutes: wanted.durationMinutes, seats, start };
  const key = start && `${first.id} ${earliest}`;
  const { value, trouble } = useLoad(key, async () => api.whatIf({ bookings: [booking], withoutWorkers: [] }));
  if (start === undefined) return null;
  return (
    <section aria-label="What that costs">
      <h3 class="h6 mt-3">
        If it begins at <Time at={start} />
      </h3>
      <TroubleNote trouble={trouble} />
      {value === undefined && trouble === undefined && <Loading what="what it would cost" />}
      {value !== undefined && <WhatIfOutcome answer={value} />}
    </section>
  );
}

function Why({ entry }: OfEntry): VNode {
  const { me } = useApp();
  const { verdict } = entry.first;
  if (verdict === undefined) return <p class="mb-0">The scheduler has not looked at it yet.</p>;
  return (
    <>
      <VerdictView verdict={verdict} />
      {may(me.value, 'session:all') && <AtItsEarliest entry={entry} />}
    </>
  );
}

function startWords(session: Session): VNode {
  const start = startOf(session);
  return start === undefined ? <span>as soon as possible</span> : <Time at={start} />;
}

function earliestWords({ verdict }: Session): VNode {
  return verdict?.earliestStart === undefined ? <span>–</span> : <Time at={verdict.earliestStart} />;
}

function What({ entry: { first, seats, missing } }: OfEntry): VNode {
  const { cohort, definition } = first;
  return (
    <>
      <a href={paths.session(first.id)}>{first.name}</a>
      <div class="small text-body-secondary fw-normal">
        {definition.title} {definition.version}
      </div>
      {cohort !== undefined && (
        <div class="small fw-normal">
          <a href={paths.cohort(cohort.id)}>{cohort.name}</a>
          {seats > 1 && `: ${plural(seats, 'seat')} together`}
          {missing > 0 && `, ${missing} not booked yet`}
        </div>
      )}
    </>
  );
}

function WhyButton({ name, isOpen }: { readonly name: string; readonly isOpen: Signal<boolean> }): VNode {
  const label = isOpen.value ? 'Less' : 'What would help';
  return (
    <button
      type="button"
      class="btn btn-sm btn-link p-0"
      aria-expanded={isOpen.value}
      aria-label={`${label}: ${name}`}
      onClick={() => {
        isOpen.value = !isOpen.value;
      }}
    >
      {label}
    </button>
  );
}

function Row({ entry, place }: OfEntry & { readonly place: number | undefined }): VNode {
  const isOpen = useSignal(false);
  const { first } = entry;
  return (
    <Fragment>
      <tr>
        <td data-label="Turn">{place ?? '–'}</td>
        <th scope="row" data-label="Session">
          <What entry={entry} />
        </th>
        <td data-label="Owner">
          <Person id={first.ownerId} />
        </td>
        <td data-label="Priority">{humanize(first.priority ?? 'normal')}</td>
        <td data-label="Wanted">{startWords(first)}</td>
        <td data-label="Waits for">
          <Since at={first.bookedAt} />
        </td>
        <td data-label="Earliest">{earliestWords(first)}</td>
        <td data-label="Verdict">
          <div class="sentence">
            <Words text={first.verdict?.summary ?? 'not looked at yet'} />
          </div>
          <WhyButton name={first.name} isOpen={isOpen} />
        </td>
      </tr>
      {isOpen.value && (
        <tr>
          <td colSpan={8} class="queue-why">
            <Why entry={entry} />
          </td>
        </tr>
      )}
    </Fragment>
  );
}

const columns = ['Turn', 'Session', 'Owner', 'Priority', 'Wanted', 'Waits for', 'Earliest', 'Verdict'] as const;

/** Who waits for a place, in the order in which the scheduler asks. Whoever sees their own only is told no turn. */
export function QueueCard(): VNode {
  const { live, me } = useApp();
  const queue = queueOf(live.sessions.value);
  const seesAll = may(me.value, 'session:all');
  return (
    <Card title={queue.length === 0 ? 'Waiting for a place' : `Waiting for a place (${queue.length})`}>
      {queue.length === 0 ? (
        <EmptyState title={seesAll ? 'Nobody waits for a place' : 'None of your sessions waits for a place'} />
      ) : (
        <>
          <p class="small text-body-secondary">
            {seesAll
              ? 'By priority; within one, everybody’s first before anybody’s second; then by start.'
              : 'Your own; others may be asked for before them.'}
          </p>
          <table class="table table-stack mb-0">
            <caption class="visually-hidden">
              Sessions without a place, in the order in which they are asked for
            </caption>
            <thead>
              <tr>
                {columns.map((column) => (
                  <th key={column} scope="col">
                    {column}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {queue.map((entry, index) => (
                <Row key={entry.first.id} entry={entry} place={seesAll ? index + 1 : undefined} />
              ))}
            </tbody>
          </table>
        </>
      )}
    </Card>
  );
}
