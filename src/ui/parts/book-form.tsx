import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { type App, useApp } from '../lib/app.ts';
import { bookingOf, draftFor, faultOf, startingAt } from '../lib/booking-form.ts';
import { paths } from '../lib/paths.ts';
import { whyNotBook } from '../lib/permissions.ts';
import type { Booking } from '../lib/session-api.ts';
import { useAction } from '../lib/use-action.ts';
import { useLoad } from '../lib/use-load.ts';
import type { Definition } from '../lib/views.ts';
import { ActionButton } from './action-button.tsx';
import { AvailabilityStrip } from './availability-strip.tsx';
import { BookingFields } from './booking-fields.tsx';
import { DryRunAnswer, type DryRunAnswerProps } from './dry-run-answer.tsx';
import { TroubleNote } from './trouble-note.tsx';

const settleMs = 400;
/** The fleet changes while somebody thinks: the answer is asked for again. */
const freshMs = 30_000;

/** The booking once typing has paused, as a key to ask the scheduler with. */
function useSettled(booking: Booking | undefined): {
  readonly key: string | undefined;
  readonly booking: Booking | undefined;
} {
  const { timing } = useApp();
  const settled = useSignal<{ key: string | undefined; booking: Booking | undefined }>({ key: undefined, booking });
  const text = booking === undefined ? undefined : JSON.stringify(booking);
  useEffect(() => {
    let cancel = (): void => {};
    const take = (round: number): void => {
      settled.value = { key: text === undefined ? undefined : `${text} ${round}`, booking };
      cancel = timing.after(freshMs, () => take(round + 1));
    };
    cancel = timing.after(settleMs, () => take(0));
    return () => cancel();
  }, [text]);
  return settled.value;
}

async function book({ api, live, router, announce }: App, booking: Booking): Promise<void> {
  const session = await api.book(booking);
  live.take('session', { id: session.id, version: session.version, view: session });
  announce(`Booked: ${session.verdict?.summary ?? 'waits for a place'}`);
  router.go(paths.session(session.id));
}

/** When it would fit, and what the scheduler says to the time that is chosen. */
function Times({ definitionId, ...asked }: DryRunAnswerProps & { readonly definitionId: string }): VNode {
  const { durationMinutes, start, onTake } = asked;
  return (
    <>
      <AvailabilityStrip
        definitionId={definitionId}
        durationMinutes={durationMinutes}
        seats={1}
        chosen={start}
        onTake={onTake}
      />
      <DryRunAnswer {...asked} />
    </>
  );
}

/** Books a session: asks the scheduler first, shows its answer, and takes it with one click. */
export function BookForm({ definition }: { readonly definition: Definition }): VNode {
  const app = useApp();
  const draft = useSignal(draftFor(definition));
  const fault = faultOf(draft.value, definition, app.now.peek());
  const refused = whyNotBook(app.me.value, definition);
  const booking = fault === undefined ? bookingOf(draft.value, definition) : undefined;
  const settled = useSettled(refused === undefined ? booking : undefined);
  const answer = useLoad(settled.key, async () => app.api.dryRun(settled.booking ?? { definitionId: definition.id }));
  const action = useAction(async (wanted: Booking) => book(app, wanted));
  const onSubmit = (event: Event): void => {
    event.preventDefault();
    if (booking !== undefined) void action.run(booking);
  };
  return (
    <form onSubmit={onSubmit}>
      <BookingFields
        draft={draft.value}
        definition={definition}
        onChange={(next) => {
          draft.value = next;
        }}
      />
      {refused === undefined && (
        <Times
          definitionId={definition.id}
          answer={answer}
          fault={fault}
          start={booking?.start}
          durationMinutes={Number(draft.value.durationMinutes)}
          onTake={(at) => {
            draft.value = startingAt(draft.value, at);
          }}
        />
      )}
      <TroubleNote trouble={action.trouble} />
      <ActionButton
        label={answer.value?.placed === false ? 'Book anyway and wait for a place' : 'Book'}
        type="submit"
        tone="primary"
        pending={action.pending}
        whyNot={refused ?? fault}
      />
    </form>
  );
}
