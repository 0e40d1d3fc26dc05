import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import type { CohortNow } from '../lib/cohort.ts';
import { ownersIn } from '../lib/cohort-form.ts';
import { plural } from '../lib/format.ts';
import { peopleFault } from '../lib/hand-out.ts';
import { paths } from '../lib/paths.ts';
import { useAction } from '../lib/use-action.ts';
import type { HandedOutSeat } from '../lib/views.ts';
import { ActionButton } from './action-button.tsx';
import { Card } from './page.tsx';
import { Field } from './task-form.tsx';
import { TroubleNote } from './trouble-note.tsx';

interface OfCohort {
  readonly cohort: CohortNow;
}

function Outcome({ items }: { readonly items: readonly HandedOutSeat[] }): VNode | null {
  if (items.length === 0) return null;
  return (
    <ul class="mb-0 mt-3" aria-label="Who has which seat" aria-live="polite">
      {items.map(({ ownerId, sessionId, message }) => (
        <li key={ownerId}>
          {ownerId} {sessionId === undefined ? message : <a href={paths.session(sessionId)}>{message}</a>}
        </li>
      ))}
    </ul>
  );
}

function HandOutForm({ cohort: { cohort, seats, free } }: OfCohort): VNode {
  const { api, announce } = useApp();
  const owners = useSignal('');
  const items = useSignal<readonly HandedOutSeat[]>([]);
  const people = ownersIn({ owners: owners.value });
  const action = useAction(async (named: readonly string[]) => {
    items.value = await api.handOutSeats(cohort.id, named);
    // Whoever got none is left to be named again.
    const left = items.value.filter(({ done }) => !done).map(({ ownerId }) => ownerId);
    owners.value = left.join('\n');
    announce(`${named.length - left.length} of ${plural(named.length, 'person', 'people')} have a seat`);
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void action.run(people);
      }}
    >
      <p class="mb-2">
        {plural(free, 'seat is', 'seats are')} free. Whoever gets one sees it among their own sessions; those with a
        place are given first. Who has a seat of this cohort already keeps it.
      </p>
      <Field label="To whom: user ids, one a line or separated by commas">
        {(id) => (
          <textarea
            id={id}
            class="form-control"
            rows={4}
            value={owners.value}
            onInput={({ currentTarget: { value } }) => {
              owners.value = value;
            }}
          />
        )}
      </Field>
      <TroubleNote trouble={action.trouble} />
      <ActionButton
        label={people.length === 0 ? 'Hand out' : `Hand out to ${plural(people.length, 'person', 'people')}`}
        type="submit"
        tone="primary"
        pending={action.pending}
        whyNot={peopleFault(people, seats)}
      />
      <Outcome items={items.value} />
    </form>
  );
}

/** The free seats of a cohort, to a list of people as it is copied from elsewhere. */
export function HandOutCard({ cohort }: OfCohort): VNode | null {
  const hadSome = useSignal(cohort.free > 0);
  if (!hadSome.value && cohort.free === 0) return null;
  return (
    <Card title="Hand out seats">
      <HandOutForm cohort={cohort} />
    </Card>
  );
}
