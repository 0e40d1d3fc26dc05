import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { formatClock, formatDay } from '../lib/format.ts';
import { paths } from '../lib/paths.ts';
import type { Outlook, Worker } from '../lib/views.ts';
import { daysFrom, inLanes, placeIn, type Span, within } from '../lib/week.ts';
import { Card, EmptyState } from './page.tsx';
import { ReservationTable } from './reservation-table.tsx';

interface Named extends Span {
  readonly name: string;
}

interface Week {
  readonly hours: readonly Named[];
  readonly maintenance: readonly Named[];
  readonly sessions: readonly (Named & { readonly href: string | undefined })[];
}

function span({ from, until }: { readonly from: string; readonly until: string }): Span {
  return { from: Date.parse(from), until: Date.parse(until) };
}

function useWeek(worker: Worker, outlook: Outlook | undefined): Week {
  const { live } = useApp();
  return {
    hours: (outlook?.hours ?? []).map((each) => ({ ...span(each), name: 'hours' })),
    maintenance: (worker.maintenance ?? []).map((each) => ({ ...span(each), name: each.reason })),
    sessions: Object.values(worker.reservations).map((each) => {
      const session = live.find('session', each.sessionId);
      return {
        ...span(each),
        name: session?.name ?? 'a session',
        href: session === undefined ? undefined : paths.session(session.id),
      };
    }),
  };
}

/** The week ahead of one worker: its hours, its maintenance and its sessions; the table below says the same in words. */
export function WorkerCalendar({
  worker,
  outlook,
}: {
  readonly worker: Worker;
  readonly outlook: Outlook | undefined;
}): VNode {
  const { now } = useApp();
  const minute = Math.floor(now.value / 60_000) * 60_000;
  const week = useWeek(worker, outlook);
  const reservations = Object.values(worker.reservations);
  return (
    <Card title="Reservations" aside={<Legend />}>
      <ol class="week" aria-label="The next seven days">
        <Scale />
        {daysFrom(minute, 7).map((day) => (
          <Day key={day.from} day={day} week={week} now={minute} />
        ))}
      </ol>
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

function Legend(): VNode {
  return (
    <span class="small d-flex flex-wrap gap-2" aria-hidden="true">
      <Key kind="week-session" words="session" />
      <Key kind="week-hours" words="up by its hours" />
      <Key kind="week-maintenance" words="maintenance" />
    </span>
  );
}

function Key({ kind, words }: { readonly kind: string; readonly words: string }): VNode {
  return (
    <span class="text-nowrap">
      <span class={`week-key ${kind}`} /> {words}
    </span>
  );
}

const scale = [0, 6, 12, 18, 24] as const;

function Scale(): VNode {
  return (
    <li class="week-day week-scale" aria-hidden="true">
      <span />
      <span class="week-track">
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
  readonly week: Week;
  readonly now: number;
}

function Day({ day, week, now }: DayProps): VNode {
  const lanes = inLanes(within(week.sessions, day));
  const rows = Math.max(1, lanes.length);
  return (
    <li class="week-day">
      <span class="small text-nowrap">{formatDay(day.from)}</span>
      <span class="visually-hidden">{dayWords(day, week)}</span>
      <span class="week-track" aria-hidden="true" style={{ height: `${rows * 1.1 + 0.3}rem` }}>
        <Shades day={day} spans={week.hours} kind="week-hours" />
        <Shades day={day} spans={week.maintenance} kind="week-maintenance" />
        {lanes.flatMap((lane, row) =>
          lane.map(({ item, ...part }) => {
            const { left, width } = placeIn(day, part);
            const title = `${item.name}, ${formatClock(item.from)} to ${formatClock(item.until)}`;
            const style = { left: `${left}%`, width: `max(3px, ${width}%)`, top: `${row * 1.1 + 0.2}rem` };
            return item.href === undefined ? (
              <span key={title} class="week-bar week-session" style={style} title={title} />
            ) : (
              <a key={title} class="week-bar week-session" style={style} title={title} href={item.href} tabIndex={-1} />
            );
          }),
        )}
        {now >= day.from && now < day.until && (
          <span class="week-now" style={{ left: `${placeIn(day, { from: now, until: now }).left}%` }} />
        )}
      </span>
    </li>
  );
}

function Shades({
  day,
  spans,
  kind,
}: {
  readonly day: Span;
  readonly spans: readonly Named[];
  readonly kind: string;
}): VNode {
  return (
    <>
      {within(spans, day).map(({ item, ...part }) => {
        const { left, width } = placeIn(day, part);
        const title = `${item.name}, ${formatClock(item.from)} to ${formatClock(item.until)}`;
        return (
          <span
            key={item.from}
            class={`week-shade ${kind}`}
            style={{ left: `${left}%`, width: `${width}%` }}
            title={title}
          />
        );
      })}
    </>
  );
}

/** What the bars of a day show, for those who do not see them. */
function dayWords(day: Span, { hours, maintenance, sessions }: Week): string {
  const times = (items: readonly Named[]): string =>
    within(items, day)
      .map(({ from, until, item }) => `${item.name} ${formatClock(from)} to ${formatClock(until)}`)
      .join(', ');
  const parts = [times(hours), times(maintenance), times(sessions)].filter((part) => part !== '');
  return parts.length === 0 ? ': nothing' : `: ${parts.join('; ')}`;
}
