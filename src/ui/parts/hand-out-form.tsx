import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { ownersIn } from '../lib/cohort-form.ts';
import { plural } from '../lib/format.ts';
import { handedOut, isFreeSeat, peopleFault, whyNotHandOut } from '../lib/hand-out.ts';
import { useAction } from '../lib/use-action.ts';
import type { Session } from '../lib/views.ts';
import { ActionButton } from './action-button.tsx';
import { FormField } from './form-field.tsx';
import { TroubleNote } from './trouble-note.tsx';

/** The free seats of a cohort, to people by name: one each. */
export function HandOutForm({ seats }: { readonly seats: readonly Session[] }): VNode | null {
  const { api, me, live, announce } = useApp();
  const owners = useSignal('');
  const people = ownersIn({ owners: owners.value });
  const free = seats.filter(isFreeSeat);
  const [first] = free;
  const action = useAction(async (named: readonly string[]) => {
    const given = handedOut(seats, named);
    for (const { seat, person } of given) {
      const view = await api.handOutSeat(seat.id, person);
      live.take('session', { id: view.id, version: view.version, view });
      // Who has a seat is not asked for again when a later one is refused.
      owners.value = ownersIn({ owners: owners.peek() })
        .filter((each) => each !== person)
        .join(', ');
    }
    announce(`Handed out ${plural(given.length, 'seat')}`);
  });
  if (first === undefined || whyNotHandOut(me.value, first) !== undefined) return null;
  return (
    <form
      class="row g-2 mt-1"
      onSubmit={(event) => {
        event.preventDefault();
        void action.run(people);
      }}
    >
      <FormField
        label={`Hand out ${plural(free.length, 'free seat')} to`}
        columns={6}
        value={owners.value}
        help="Users, separated by commas; each sees their seat among their own sessions"
        onInput={(text) => {
          owners.value = text;
        }}
      />
      <div class="col-sm-6 d-flex align-items-start hand-out">
        <ActionButton
          label="Hand out"
          type="submit"
          pending={action.pending}
          whyNot={peopleFault(people, free.length)}
        />
      </div>
      <div class="col-12">
        <TroubleNote trouble={action.trouble} />
      </div>
    </form>
  );
}
