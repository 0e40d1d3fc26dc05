import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { whyNotHandOut } from '../lib/hand-out.ts';
import { useHeard } from '../lib/use-heard.ts';
import { useKnownPeople } from '../lib/use-known-people.ts';
import type { Session } from '../lib/views.ts';
import { ActionButton } from './action-button.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { PersonField } from './person-field.tsx';
import { Field } from './task-form.tsx';

interface OfSession {
  readonly session: Session;
}

function HandOutDialog({ session, onClose }: OfSession & { readonly onClose: () => void }): VNode {
  const { api } = useApp();
  const heard = useHeard();
  const people = useKnownPeople();
  const person = useSignal('');
  const typed = person.value.trim();
  return (
    <ConfirmDialog
      title={`Hand out ${session.name}`}
      confirmLabel="Hand out"
      danger={false}
      reason="none"
      whyNot={typed === '' ? 'Say to whom' : undefined}
      perform={async () => heard(await api.handOutSeat(session.id, person.peek().trim()))}
      onClose={onClose}
    >
      <p class="mb-2">Whoever gets it sees the session among their own, and launches it. It is handed out once.</p>
      <Field label="To whom, by their user id">
        {(id) => (
          <PersonField
            id={id}
            people={people}
            required
            value={person.value}
            onInput={(text) => {
              person.value = text;
            }}
          />
        )}
      </Field>
    </ConfirmDialog>
  );
}

/** Of a seat of a cohort; nothing else is handed out. */
export function HandOutButton({ session }: OfSession): VNode | null {
  const { me } = useApp();
  const open = useSignal(false);
  if (session.cohort === undefined) return null;
  return (
    <>
      <ActionButton
        label="Hand out"
        description={`Hand out: ${session.name}`}
        whyNot={whyNotHandOut(me.value, session)}
        onClick={() => {
          open.value = true;
        }}
      />
      {open.value && (
        <HandOutDialog
          session={session}
          onClose={() => {
            open.value = false;
          }}
        />
      )}
    </>
  );
}
