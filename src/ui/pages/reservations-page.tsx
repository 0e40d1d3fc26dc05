import { reservationSearch } from '@lcm/core/domain/query';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { fromLocalInput } from '../lib/format.ts';
import { paths } from '../lib/paths.ts';
import { isWanted, type ReservationLine, reservationLines } from '../lib/reservations.ts';
import { useFilter } from '../lib/use-filter.ts';
import { useList } from '../lib/use-list.ts';
import { ListTable } from '../parts/data-table.tsx';
import { FilteredList } from '../parts/filtered-list.tsx';
import { EmptyState, Page } from '../parts/page.tsx';
import { reservationColumns } from '../parts/reservation-columns.tsx';
import { TableTools } from '../parts/table-tools.tsx';

const statuses = [
  { value: '', label: 'All' },
  { value: 'now', label: 'Held now' },
  { value: 'today', label: 'Today' },
  { value: 'open', label: 'To be confirmed' },
] as const;

const presets = [
  { name: 'Who has what now', query: 'status=now&sort=worker' },
  { name: 'The longest first', query: 'sort=-length' },
] as const;

/** In the address like the rest of the question. */
function AtInstant({ at }: { readonly at: string }): VNode {
  const { router } = useApp();
  return (
    <label class="d-flex align-items-center gap-1 small">
      Held at
      <input
        type="datetime-local"
        class="form-control form-control-sm w-auto"
        value={at}
        onChange={({ currentTarget }) => router.setQuery({ at: currentTarget.value, page: '' })}
      />
    </label>
  );
}

function Table({ lines }: { readonly lines: readonly ReservationLine[] }): VNode {
  const list = useList({
    table: 'reservations',
    columns: reservationColumns,
    rows: lines,
    idOf: ({ workerId, id }) => `${workerId} ${id}`,
    nameOf: ({ sessionName, sessionId }) => sessionName ?? sessionId,
  });
  return <ListTable caption="Reservations" list={list} />;
}

/** Who has which worker, and which of its ports, when. */
export function ReservationsPage(): VNode {
  const { live, router, now } = useApp();
  const all = reservationLines(live.workers.value, live.sessions.value);
  const at = router.query.value.get('at') ?? '';
  const { items, fault, status } = useFilter(all, reservationSearch);
  const when = { status, at: fromLocalInput(at), now: Math.floor(now.value / 60_000) * 60_000 };
  const shown = items.filter((line) => isWanted(line, when));
  return (
    <Page
      title="Reservations"
      lead={
        <>
          Who has which worker and which ports when; the same by time is the <a href={paths.calendar()}>calendar</a>
        </>
      }
    >
      <FilteredList
        what="reservations"
        label="Find by id, session, owner, worker, port"
        searchable={reservationSearch}
        fault={fault}
        statuses={statuses}
        shown={shown.length}
        total={all.length}
        tools={
          <>
            <AtInstant at={at} />
            <TableTools
              table="reservations"
              path={paths.reservations()}
              presets={presets}
              columns={reservationColumns}
            />
          </>
        }
        nothing={
          <EmptyState title={all.length === 0 ? 'No session has a place yet' : 'No reservation matches the filter'}>
            <p>A session has one from when it is placed until it has given everything back.</p>
          </EmptyState>
        }
      >
        <Table lines={shown} />
      </FilteredList>
    </Page>
  );
}
