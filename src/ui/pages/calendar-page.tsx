import { workerSearch } from '@lcm/core/domain/query';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { spanAt, zoomOf } from '../lib/calendar.ts';
import { entriesOf } from '../lib/calendar-entries.ts';
import { fromLocalInput } from '../lib/format.ts';
import { paths } from '../lib/paths.ts';
import { byWorker, planOf, type TimePlan, unplacedBlocks } from '../lib/time-plan.ts';
import { useFilter } from '../lib/use-filter.ts';
import { useFleetOutlook } from '../lib/use-worker-rows.ts';
import type { Worker } from '../lib/views.ts';
import { type Span, within } from '../lib/week.ts';
import { Calendar } from '../parts/calendar.tsx';
import { CalendarTable } from '../parts/calendar-table.tsx';
import { CalendarTools } from '../parts/calendar-tools.tsx';
import { FilteredList } from '../parts/filtered-list.tsx';
import { EmptyState, Page } from '../parts/page.tsx';
import { SavedViews } from '../parts/saved-views.tsx';
import { TimeLegend } from '../parts/time-track.tsx';

const statuses = [
  { value: '', label: 'Not terminated' },
  { value: 'booked', label: 'With sessions' },
  { value: 'planned', label: 'With anything planned' },
  { value: 'free', label: 'Without sessions' },
] as const;

const presets = [
  { name: 'Today, with sessions', query: 'status=booked' },
  { name: 'This week', query: 'zoom=week' },
  { name: 'Maintenance of four weeks', query: 'zoom=weeks&status=planned' },
  { name: 'The next hours in words', query: 'zoom=hours&as=table' },
] as const;

interface Planned {
  readonly worker: Worker;
  readonly plan: TimePlan;
}

function isShown({ worker, plan }: Planned, wanted: string, span: Span): boolean {
  if (worker.status === 'terminated') return false;
  const sessions = within(plan.sessions, span).length;
  if (wanted === 'booked') return sessions > 0;
  if (wanted === 'free') return sessions === 0;
  const others = within([...plan.maintenance, ...plan.snoozes, ...plan.hours], span).length;
  return wanted !== 'planned' || sessions + others > 0;
}

/** Coarse enough not to lay out hundreds of workers each second. */
function useMinute(): number {
  return Math.floor(useApp().now.value / 60_000) * 60_000;
}

/** Made once: `localeCompare` makes its own at each comparison. */
const collator = new Intl.Collator(undefined, { numeric: true });

/** What the workers are planned for, by name. */
function usePlans(workers: readonly Worker[], now: number): readonly Planned[] {
  const outlooks = useFleetOutlook();
  const sessions = byWorker(useApp().live.sessions.value);
  return workers
    .map((worker) => {
      const planning = { sessions: sessions.get(worker.id) ?? [], now };
      return { worker, plan: planOf(worker, outlooks.get(worker.id), planning) };
    })
    .toSorted((a, b) => collator.compare(a.worker.name, b.worker.name));
}

/** Sessions that have no place yet stand first: somebody waits for them. */
function useWaiting(span: Span, now: number): TimePlan | undefined {
  const sessions = unplacedBlocks(useApp().live.sessions.value, now);
  return within(sessions, span).length === 0 ? undefined : { hours: [], maintenance: [], snoozes: [], sessions };
}

interface ShownProps {
  readonly planned: readonly Planned[];
  readonly span: Span;
  readonly now: number;
}

function Shown({ planned, span, now }: ShownProps): VNode {
  const query = useApp().router.query.value;
  const waiting = useWaiting(span, now);
  const rows = waiting === undefined ? planned : [{ worker: undefined, plan: waiting }, ...planned];
  if (query.get('as') === 'table') return <CalendarTable entries={entriesOf(rows, span)} />;
  return <Calendar zoom={zoomOf(query.get('zoom'))} span={span} now={now} rows={rows} />;
}

/** Workers by time: who has them when, and when they are kept up or not touched. */
export function CalendarPage(): VNode {
  const { live, router } = useApp();
  const now = useMinute();
  const query = router.query.value;
  const zoom = zoomOf(query.get('zoom'));
  const span = spanAt(zoom, fromLocalInput(query.get('from') ?? '') ?? now);
  const all = live.workers.value;
  const { items, fault, status } = useFilter(all, workerSearch);
  const planned = usePlans(items, now).filter((each) => isShown(each, status, span));
  return (
    <Page title="Calendar" lead="Workers by time: sessions, hours, maintenance" actions={<TimeLegend />}>
      <CalendarTools zoom={zoom} span={span} isTable={query.get('as') === 'table'} />
      <FilteredList
        what="workers"
        label="Filter workers by name, region, template"
        searchable={workerSearch}
        fault={fault}
        statuses={statuses}
        shown={planned.length}
        total={all.length}
        tools={<SavedViews table="calendar" path={paths.calendar()} presets={presets} />}
        nothing={
          <EmptyState title={all.length === 0 ? 'There is no worker yet' : 'No worker matches the filter'}>
            <p>Each worker has a row here, with what is reserved on it.</p>
          </EmptyState>
        }
      >
        <Shown planned={planned} span={span} now={now} />
      </FilteredList>
    </Page>
  );
}
