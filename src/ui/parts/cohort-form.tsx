import { whyNot } from '@lcm/core/domain/access';
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { type App, useApp } from '../lib/app.ts';
import { nextMinute } from '../lib/booking-form.ts';
import { type CohortDraft, cohortBookingOf, cohortFault, emptyCohort, minutesOf } from '../lib/cohort-form.ts';
import { toLocalInput } from '../lib/format.ts';
import { paths } from '../lib/paths.ts';
import { useAction } from '../lib/use-action.ts';
import { useLoad } from '../lib/use-load.ts';
import type { CohortBooking, Definition, Verdict } from '../lib/views.ts';
import { ActionButton } from './action-button.tsx';
import { AvailabilityStrip } from './availability-strip.tsx';
import { FormField } from './form-field.tsx';
import { Card } from './page.tsx';
import { PriorityField } from './priority-field.tsx';
import { TroubleNote } from './trouble-note.tsx';
import { VerdictView } from './verdict-view.tsx';

interface FieldsProps {
  readonly draft: CohortDraft;
  readonly definition: Definition;
  readonly onChange: (draft: CohortDraft) => void;
}

function Fields({ draft, definition, onChange }: FieldsProps): VNode {
  return (
    <>
      <div class="row g-2 mb-2">
        <FormField label="Name of the cohort" value={draft.name} onInput={(name) => onChange({ ...draft, name })} />
        <FormField label="Seats" type="number" value={draft.seats} onInput={(seats) => onChange({ ...draft, seats })} />
        <FormField
          label="Start"
          type="datetime-local"
          value={draft.start}
          onInput={(start) => onChange({ ...draft, start })}
        />
        <FormField
          label="Minutes"
          type="number"
          value={draft.duration}
          help={`Left empty: ${definition.durationMinutes}`}
          onInput={(duration) => onChange({ ...draft, duration })}
        />
        <div class="col-sm-8">
          <PriorityField value={draft.priority} onChange={(priority) => onChange({ ...draft, priority })} />
        </div>
        <FormField
          label="People"
          columns={12}
          value={draft.owners}
          help="Users, separated by commas; seats beyond them are yours to hand out"
          onInput={(owners) => onChange({ ...draft, owners })}
        />
      </div>
      <label class="form-check mb-3">
        <input
          type="checkbox"
          class="form-check-input"
          checked={draft.isAllNeeded}
          onChange={(event) => onChange({ ...draft, isAllNeeded: event.currentTarget.checked })}
        />
        All seats or none: a cohort with fewer is of no use
      </label>
    </>
  );
}

async function book({ api, router, announce }: App, booking: CohortBooking): Promise<void> {
  const { id, placed, size } = await api.bookCohort(booking);
  announce(`Booked: ${placed} of ${size} seats have their place`);
  router.go(paths.cohort(id));
}

function Answer({ booking }: { readonly booking: CohortBooking | undefined }): VNode | null {
  const { api } = useApp();
  const key = booking === undefined ? undefined : JSON.stringify(booking);
  const { value, trouble } = useLoad<Verdict | undefined>(key, async () => booking && api.dryRunCohort(booking));
  if (booking === undefined) return null;
  return (
    <div class="dry-run" aria-live="polite">
      <h3 class="h6">Dry run</h3>
      <TroubleNote trouble={trouble} />
      {value && <VerdictView verdict={value} />}
    </div>
  );
}

function CohortForm({ definition }: { readonly definition: Definition }): VNode {
  const app = useApp();
  const draft = useSignal(emptyCohort);
  const fault = cohortFault(draft.value, definition, app.now.peek());
  const booking = fault === undefined ? cohortBookingOf(draft.value, definition) : undefined;
  const action = useAction(async (wanted: CohortBooking) => book(app, wanted));
  const onSubmit = (event: Event): void => {
    event.preventDefault();
    if (booking !== undefined) void action.run(booking);
  };
  return (
    <form onSubmit={onSubmit}>
      <Fields
        draft={draft.value}
        definition={definition}
        onChange={(next) => {
          draft.value = next;
        }}
      />
      <AvailabilityStrip
        definitionId={definition.id}
        durationMinutes={minutesOf(draft.value, definition) ?? 0}
        seats={Math.min(200, Math.max(1, Math.trunc(Number(draft.value.seats)) || 1))}
        chosen={booking?.start}
        onTake={(at) => {
          draft.value = { ...draft.value, start: toLocalInput(nextMinute(at)) };
        }}
      />
      <Answer booking={booking} />
      <TroubleNote trouble={action.trouble} />
      <ActionButton label="Book the seats" type="submit" tone="primary" pending={action.pending} whyNot={fault} />
    </form>
  );
}

/** Many seats of one lab at one time, for who may book for others. */
export function CohortCard({ definition }: { readonly definition: Definition }): VNode | null {
  const { me } = useApp();
  const isOpen = useSignal(false);
  if (whyNot(me.value, 'session:all') !== undefined || definition.status !== 'active') return null;
  return (
    <Card title="Book many seats">
      {isOpen.value ? (
        <CohortForm definition={definition} />
      ) : (
        <ActionButton
          label="Book a cohort"
          onClick={() => {
            isOpen.value = true;
          }}
        />
      )}
    </Card>
  );
}
