import { may } from '@lcm/core/domain/access';
import { sessionSearch } from '@lcm/core/domain/query';
import { isFinal } from '@lcm/core/domain/session';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { allSessions } from '../lib/older-sessions.ts';
import { paths } from '../lib/paths.ts';
import { whyNotTerminate } from '../lib/permissions.ts';
import { startOf } from '../lib/session-words.ts';
import { useFilter } from '../lib/use-filter.ts';
import { useChoice, useList } from '../lib/use-list.ts';
import type { Session } from '../lib/views.ts';
import { ListTable } from '../parts/data-table.tsx';
import { FilteredList } from '../parts/filtered-list.tsx';
import { LoadOlderSessions, useOlderSessions } from '../parts/older-sessions.tsx';
import { EmptyState, Page } from '../parts/page.tsx';
import { SessionBulk } from '../parts/session-bulk.tsx';
import { sessionColumns } from '../parts/session-columns.tsx';
import { TableTools } from '../parts/table-tools.tsx';

const statuses = [
  { value: '', label: 'All' },
  { value: 'open', label: 'Not ended' },
  { value: 'upcoming', label: 'Upcoming' },
  { value: 'live', label: 'Ready or running' },
  { value: 'ended', label: 'Ended' },
] as const;

const presets = [
  { name: 'Mine, not ended', query: 'status=open&mine=yes' },
  { name: 'Running, first to end', query: 'status=live&sort=end&columns=name,owner,status,end,worker,actions' },
  { name: 'Without a place', query: 'q=status:pending&sort=start&columns=name,owner,status,start,cores,memory,region' },
  { name: 'In the next 24 hours', query: 'q=start>now+start<%2B24h&status=upcoming&sort=start' },
  { name: 'Ended badly', query: 'q=outcome:failed,expired&sort=-start' },
  { name: 'Scores', query: 'status=ended&sort=-score&columns=name,lab,owner,end,score' },
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
    <label class="form-check-label filter-count d-flex gap-2">
      <input
        type="checkbox"
        class="form-check-input"
        checked={router.query.value.get('mine') === 'yes'}
        onChange={(event) => router.setQuery({ mine: event.currentTarget.checked ? 'yes' : '', page: '' })}
      />
      Only mine
    </label>
  );
}

function Table({ sessions }: { readonly sessions: readonly Session[] }): VNode {
  const { me } = useApp();
  const list = useList({
    table: 'sessions',
    columns: sessionColumns,
    rows: sessions,
    idOf: ({ id }) => id,
    nameOf: ({ name }) => name,
  });
  const choice = useChoice(list, (session) => whyNotTerminate(me.value, session));
  return (
    <>
      <SessionBulk choice={choice} />
      <ListTable caption="Sessions" list={list} choice={choice} />
    </>
  );
}

function Actions(): VNode {
  const { me } = useApp();
  return (
    <>
      {may(me.value, 'session:all') && (
        <a class="btn btn-outline-secondary" href={paths.cohorts()}>
          Cohorts
        </a>
      )}
      <a class="btn btn-outline-secondary" href={paths.calendar()}>
        Calendar
      </a>
      <a class="btn btn-primary" href={paths.definitions()}>
        Book a session
      </a>
    </>
  );
}

/** Every session that the viewer may see. */
export function SessionsPage(): VNode {
  const { live, router, me, settled } = useApp();
  const older = useOlderSessions();
  const isMine = router.query.value.get('mine') === 'yes';
  const all = allSessions(live.sessions.value, older.value.items);
  const { items, fault, status } = useFilter(all, sessionSearch);
  const shown = items
    .filter((session) => hasStatus(session, status))
    .filter(({ ownerId }) => !isMine || ownerId === me.value.id);
  return (
    <Page title="Sessions" lead="Timed labs, booked, running and ended" actions={<Actions />}>
      <FilteredList
        what="sessions"
        label="Filter by name, lab, owner, worker"
        searchable={sessionSearch}
        fault={fault}
        statuses={statuses}
        shown={shown.length}
        total={all.length}
        tools={
          <>
            <OnlyMine />
            <TableTools table="sessions" path={paths.sessions()} presets={presets} columns={sessionColumns} />
          </>
        }
        nothing={
          <EmptyState
            title={all.length === 0 ? 'No session is under way or ended lately' : 'No session matches the filter'}
          >
            <a class="btn btn-primary" href={paths.definitions()}>
              Choose a lab from the catalogue
            </a>
          </EmptyState>
        }
      >
        <Table sessions={inOrder(shown)} />
      </FilteredList>
      {settled.value && mayHaveEnded(status) && <LoadOlderSessions of={older} />}
    </Page>
  );
}
