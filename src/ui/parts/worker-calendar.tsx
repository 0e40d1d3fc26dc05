import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { formatClock, formatDay } from '../lib/format.ts';
import { paths } from '../lib/paths.ts';
import { laidOut, planOf, type TimePlan } from '../lib/time-plan.ts';
import type { Outlook, Worker } from '../lib/views.ts';
import { daysFrom, type Span, within } from '../lib/week.ts';
import { BlockTips } from './block-tips.tsx';
import { Card, EmptyState } from './page.tsx';
import { ReservationTable } from './reservation-table.tsx';
import { TimeLegend, TimeTrack } from './time-track.tsx';

/** The week ahead of one worker: its hours, its maintenance and its sessions; the table below says the same in words. */
export function WorkerCalendar({
  worker,
  outlook,
}: {
  readonly worker: Worker;
  readonly outlook: Outlook | undefined;
}): VNode {
  const { live, now } = useApp();
  const minute = Math.floor(now.value / 60_000) * 60_000;
  const sessions = live.sessions.value.filter(({ placement }) => placement?.workerId === worker.id);
  const plan = planOf(worker, outlook, { sessions, now: minute });
  const reservations = Object.values(worker.reservations);
  return (
    <Card title="Reservations" aside={<TimeLegend />}>
      <BlockTips blockOf={(id) => plan.sessions.find((block) => block.id === id)}>
        <ol class="week" aria-label="The next seven days">
          <Scale />
          {daysFrom(minute, 7).map((day) => (
            <Day key={day.from} day={day} plan={plan} now={minute} />
          ))}
        </ol>
      </BlockTips>
      {reservations.length === 0 ? (
        <EmptyState title="No session is booked on it">
          <p class="mb-0">
            <a href={paths.definitions()}>Book one from the catalogue</a>
          </p>
        </EmptyState>
      ) : (
        <ReservationTable reservations={reservations} />
      )}
    </Card>
  );
}

const scale = [0, 6, 12, 18, 24] as const;

function Scale(): VNode {
  return (
    <li class="week-day" aria-hidden="true">
      <span />
      <span class="week-scale">
        {scale.map((hour) => (
          <span key={hour} style={{ left: `${(hour / 24) * 100}%` }}>
            {hour}
          </span>
        ))}
      </span>
    </li>
  );
}

interface DayProps {
  readonly day: Span;
  readonly plan: TimePlan;
  readonly now: number;
}

function Day({ day, plan, now }: DayProps): VNode {
  return (
    <li class="week-day">
      <span class="small text-nowrap">{formatDay(day.from)}</span>
      <span class="visually-hidden">{dayWords(day, plan)}</span>
      <div aria-hidden="true">
        <TimeTrack span={day} plan={plan} now={now} {...laidOut(plan.sessions, day)} />
      </div>
    </li>
  );
}

/** What the bars of a day show, for those who do not see them. */
function dayWords(day: Span, { hours, maintenance, snoozes, sessions }: TimePlan): string {
  const parts = within([...hours, ...maintenance, ...snoozes, ...sessions], day).map(
    ({ from, until, item }) => `${item.name} ${formatClock(from)} to ${formatClock(until)}`,
  );
  return parts.length === 0 ? ': nothing' : `: ${parts.join('; ')}`;
}
