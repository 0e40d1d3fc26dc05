import type { Block, Named, TimePlan } from './time-plan.ts';
import { type Span, within } from './week.ts';

/** What the calendar shows, as one line of its table. */
export interface CalendarEntry extends Span {
  readonly id: string;
  readonly what: string;
  readonly name: string;
  readonly href: string | undefined;
  readonly block: Block | undefined;
  readonly worker: { readonly id: string; readonly name: string } | undefined;
}

const kinds = { maintenance: 'maintenance', snoozes: 'snooze', hours: 'hours' } as const;

interface OfWorker {
  readonly worker: CalendarEntry['worker'];
  readonly plan: TimePlan;
}

/** Everything that falls into a span, soonest first. */
export function entriesOf(rows: readonly OfWorker[], span: Span): readonly CalendarEntry[] {
  return rows.flatMap((row) => [...sessionsOf(row, span), ...othersOf(row, span)]).toSorted((a, b) => a.from - b.from);
}

function sessionsOf({ worker, plan }: OfWorker, span: Span): readonly CalendarEntry[] {
  return within(plan.sessions, span).map(({ item: { id, name, href, from, until }, item }) => ({
    id: `${worker?.id} ${id}`,
    what: 'session',
    name,
    href,
    from,
    until,
    block: item,
    worker,
  }));
}

function othersOf({ worker, plan }: OfWorker, span: Span): readonly CalendarEntry[] {
  const of = (kind: keyof typeof kinds, items: readonly Named[]): readonly CalendarEntry[] =>
    within(items, span).map(({ item: { name, from, until } }) => ({
      id: `${worker?.id} ${kind} ${from}`,
      what: kinds[kind],
      name,
      href: undefined,
      from,
      until,
      block: undefined,
      worker,
    }));
  return [...of('maintenance', plan.maintenance), ...of('snoozes', plan.snoozes), ...of('hours', plan.hours)];
}
