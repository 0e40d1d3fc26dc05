import { sessionSearch } from '@lcm/core/domain/query';
import { isFinal } from '@lcm/core/domain/session';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { allSessions } from '../lib/older-sessions.ts';
import { paths } from '../lib/paths.ts';
import { startOf, subStep, waitsFor } from '../lib/session-words.ts';
import { useFilter } from '../lib/use-filter.ts';
import { useFirst } from '../lib/use-first.ts';
import type { Session } from '../lib/views.ts';
import { FilterBar } from '../parts/filter-bar.tsx';
import { LaunchButton } from '../parts/launch-button.tsx';
import { LoadOlderSessions, useOlderSessions } from '../parts/older-sessions.tsx';
import { EmptyState, Loading, Page } from '../parts/page.tsx';
import { Person } from '../parts/person.tsx';
import { ShowMore } from '../parts/show-more.tsx';
import { OutcomeBadge, SessionBadge } from '../parts/status-badge.tsx';
import { TerminateButton } from '../parts/terminate-button.tsx';
import { Ago, Countdown, Time } from '../parts/time.tsx';
import { Words } from '../parts/words.tsx';

const statuses = [
  { value: '', label: 'All' },
  { value: 'open', label: 'Not ended' },
  { value: 'upcoming', label: 'Upcoming' },
  { value: 'live', label: 'Ready or running' },
  { value: 'ended', label: 'Ended' },
] as const;

const upcoming: readonly Session['status'][] = ['pending', 'scheduled', 'instantiating'];

function hasStatus(session: Session, wanted: string): boolean {
  switch (wanted) {
    case 'open':
      return !isFinal(session);
    case 'upcoming':
      return upcoming.includes(session.status);
    case 'live':
      return session.status === 'ready' || session.status === 'running';
    case 'ended':
      return isFinal(session);
    default:
      return true;
  }
}

function mayHaveEnded(wanted: string): boolean {
  return !['open', 'upcoming', 'live'].includes(wanted);
}

function When({ session }: { readonly session: Session }): VNode {
  const start = startOf(session);
  if (start === undefined) return <span>as soon as possible</span>;
  return (
    <>
      <Time at={start} />
      {!isFinal(session) && session.timeslot !== undefined && session.status !== 'running' && (
        <div class="small text-body-secondary">
          <Ago at={start} />
        </div>
      )}
      {session.status === 'running' && session.timeslot !== undefined && (
        <div class="small">
          <Countdown until={session.timeslot.end} /> left
        </div>
      )}
    </>
  );
}

function Status({ session }: { readonly session: Session }): VNode {
  return (
    <>
      <SessionBadge status={session.status} />{' '}
      {session.outcome !== undefined && <OutcomeBadge result={session.outcome.result} />}
      <div class="small text-body-secondary">
        <Words text={subStep(session) ?? waitsFor(session)} />
      </div>
    </>
  );
}

function SessionRow({ session }: { readonly session: Session }): VNode {
  const { placement, definition } = session;
  return (
    <tr>
      <th scope="row" data-label="Session">
        <a href={paths.session(session.id)}>{session.name}</a>
        <div class="small text-body-secondary fw-normal">
          {definition.title} {definition.version}
        </div>
      </th>
      <td data-label="Owner">
        <Person id={session.ownerId} />
      </td>
      <td data-label="Status">
        <Status session={session} />
      </td>
      <td data-label="Start">
        <When session={session} />
      </td>
      <td data-label="Worker">
        {placement === undefined ? '–' : <a href={paths.worker(placement.workerId)}>{placement.workerName}</a>}
      </td>
      <td data-label="Score">
        {session.score === undefined ? '–' : `${session.score.percent} % ${session.score.result}`}
      </td>
      <td data-label="Actions">
        <div class="d-flex flex-wrap gap-1">
          <LaunchButton session={session} small />
          <TerminateButton session={session} small />
        </div>
      </td>
    </tr>
  );
}

function SessionTable({ sessions }: { readonly sessions: readonly Session[] }): VNode {
  return (
    <table class="table table-stack align-middle">
      <caption class="visually-hidden">Sessions</caption>
      <thead>
        <tr>
          {['Session', 'Owner', 'Status', 'Start', 'Worker', 'Score', 'Actions'].map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {sessions.map((session) => (
          <SessionRow key={session.id} session={session} />
        ))}
      </tbody>
    </table>
  );
}

/** What is to come and what runs, soonest first; then what has ended, newest first. */
function inOrder(sessions: readonly Session[]): readonly Session[] {
  // Each start is read once: thousands of sessions would be parsed again at every comparison.
  const keyed = sessions.map((session) => {
    const start = Date.parse(startOf(session) ?? session.bookedAt);
    return { session, ended: isFinal(session), key: isFinal(session) ? -start : start };
  });
  return keyed.toSorted((a, b) => Number(a.ended) - Number(b.ended) || a.key - b.key).map(({ session }) => session);
}

function OnlyMine(): VNode {
  const { router } = useApp();
  return (
    <label class="form-check-label d-flex gap-2 align-items-center">
      <input
        type="checkbox"
        class="form-check-input mt-0"
        checked={router.query.value.get('mine') === 'yes'}
        onChange={(event) => router.setQuery({ mine: event.currentTarget.checked ? 'yes' : '' })}
      />
      Only mine
    </label>
  );
}

function Nothing({ any }: { readonly any: boolean }): VNode {
  if (!useApp().settled.value) return <Loading what="sessions" />;
  return (
    <EmptyState title={any ? 'No session matches the filter' : 'No session is under way or ended lately'}>
      <a class="btn btn-primary" href={paths.definitions()}>
        Choose a lab from the catalogue
      </a>
    </EmptyState>
  );
}

export function SessionsPage(): VNode {
  const { live, router, me, settled } = useApp();
  const query = router.query.value;
  const older = useOlderSessions();
  const all = allSessions(live.sessions.value, older.value.items);
  const { items, fault, status } = useFilter(all, sessionSearch);
  const chosen = items
    .filter((session) => hasStatus(session, status))
    .filter((session) => query.get('mine') !== 'yes' || session.ownerId === me.value.id);
  const shown = inOrder(chosen);
  const first = useFirst(shown);
  return (
    <Page
      title="Sessions"
      lead="Timed labs, booked, running and ended"
      actions={
        <a class="btn btn-primary" href={paths.definitions()}>
          Book a session
        </a>
      }
    >
      <FilterBar
        label="Filter by name, lab, owner, worker"
        searchable={sessionSearch}
        fault={fault}
        statuses={statuses}
        shown={shown.length}
        total={all.length}
      >
        <OnlyMine />
      </FilterBar>
      {shown.length > 0 ? <SessionTable sessions={first.items} /> : <Nothing any={all.length > 0} />}
      <ShowMore of={first} />
      {settled.value && mayHaveEnded(status) && <LoadOlderSessions of={older} />}
    </Page>
  );
}
