import { type Signal, useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { formatClock, formatDay, plural } from '../lib/format.ts';
import { useLoad } from '../lib/use-load.ts';
import type { AvailabilityAnswer } from '../lib/views.ts';
import { Loading } from './page.tsx';
import { TroubleNote } from './trouble-note.tsx';

export interface AvailabilityStripProps {
  readonly definitionId: string;
  readonly durationMinutes: number;
  /** How many are wanted at once. */
  readonly seats: number;
  /** The start as it is typed now. */
  readonly chosen: string | undefined;
  readonly onTake: (at: number) => void;
}

const stepMinutes = 30;
const shownHours = 12;
const hourMs = 3_600_000;
/** The fleet changes while somebody thinks: what fits is asked for again. */
const freshMs = 60_000;

type Slot = AvailabilityAnswer['slots'][number];

function wordsFor({ fit }: Slot, seats: number): string {
  if (seats === 1) return fit > 0 ? 'free' : 'full';
  return `${fit} of ${seats}`;
}

function headingFor(seats: number): string {
  return seats === 1 ? 'When it can begin' : `How many of ${plural(seats, 'seat')} fit when`;
}

/** A strip may reach over midnight. */
function daysOf(slots: readonly Slot[]): readonly (readonly [day: string, slots: readonly Slot[]])[] {
  return [...Map.groupBy(slots, ({ start }) => formatDay(Date.parse(start)))];
}

function toneOf({ fit }: Slot, seats: number): string {
  if (fit >= seats) return 'btn-outline-success slot-free';
  return fit > 0 ? 'btn-outline-secondary slot-some' : 'btn-outline-secondary slot-full';
}

function SlotButton({ slot, seats, chosen, onTake }: AvailabilityStripProps & { readonly slot: Slot }): VNode {
  const at = Date.parse(slot.start);
  const isChosen = chosen !== undefined && Date.parse(chosen) === at;
  return (
    <button
      type="button"
      class={`btn btn-sm ${toneOf(slot, seats)}${isChosen ? ' active' : ''}`}
      aria-pressed={isChosen}
      onClick={() => onTake(at)}
    >
      <span class="d-block">{formatClock(at)}</span>
      <span class="d-block small">{wordsFor(slot, seats)}</span>
    </button>
  );
}

/** The same at a glance: the first start that would do, or that there is none here. */
function Summary({ slots, seats }: { readonly slots: readonly Slot[]; readonly seats: number }): VNode {
  const first = slots.find(({ fit }) => fit >= seats);
  const most = Math.max(0, ...slots.map(({ fit }) => fit));
  const what = seats === 1 ? 'It fits' : 'All fit';
  const none = seats === 1 || most === 0 ? 'Nothing is free in these hours.' : `At most ${most} fit in these hours.`;
  return (
    <p class="mb-2" aria-live="polite">
      {first === undefined ? none : `${what} at ${formatClock(Date.parse(first.start))} first.`}
    </p>
  );
}

function Slots({ slots, ...props }: AvailabilityStripProps & { readonly slots: readonly Slot[] }): VNode {
  return (
    <>
      <Summary slots={slots} seats={props.seats} />
      {daysOf(slots).map(([day, each]) => (
        <div key={day} class="mb-2">
          <p class="small text-body-secondary mb-1">{day}</p>
          <div class="slots">
            {each.map((slot) => (
              <SlotButton key={slot.start} slot={slot} {...props} />
            ))}
          </div>
        </div>
      ))}
    </>
  );
}

function Pager({ page }: { readonly page: Signal<number> }): VNode {
  return (
    <>
      <button
        type="button"
        class="btn btn-sm btn-link ps-0"
        disabled={page.value === 0}
        onClick={() => {
          page.value -= 1;
        }}
      >
        Earlier
      </button>
      <button
        type="button"
        class="btn btn-sm btn-link"
        onClick={() => {
          page.value += 1;
        }}
      >
        Later
      </button>
    </>
  );
}

/** How many sessions would fit at each of the next starts; a click takes one. */
export function AvailabilityStrip(props: AvailabilityStripProps): VNode | null {
  const { definitionId, durationMinutes, seats } = props;
  const { api, now } = useApp();
  const page = useSignal(0);
  const isAsked = Number.isInteger(durationMinutes) && durationMinutes > 0 && seats > 0;
  const round = Math.floor(now.value / freshMs);
  const from = round * freshMs + page.value * shownHours * hourMs;
  const key = isAsked ? [definitionId, durationMinutes, seats, from].join(' ') : undefined;
  const asked = { from, until: from + shownHours * hourMs, durationMinutes, seats, stepMinutes };
  const { value, trouble, loading } = useLoad(key, async () => api.availability(definitionId, asked));
  if (!isAsked) return null;
  return (
    <fieldset class="my-3" aria-busy={loading}>
      <legend class="form-label fs-6">{headingFor(seats)}</legend>
      <TroubleNote trouble={trouble} />
      {value === undefined && trouble === undefined && <Loading what="the calendar" />}
      {value !== undefined && <Slots {...props} slots={value.slots} />}
      <Pager page={page} />
    </fieldset>
  );
}
