import { type Signal, useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import {
  type CalendarPlace,
  type MoveDraft,
  moveDraftFor,
  moveFaultOf,
  moveMeaning,
  moveOf,
  moveTargets,
} from '../lib/session-move.ts';
import { useHeard } from '../lib/use-heard.ts';
import type { Session } from '../lib/views.ts';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { FormField } from './form-field.tsx';
import { Field } from './task-form.tsx';

function MoveFields({ draft }: { readonly draft: Signal<MoveDraft> }): VNode {
  const { live } = useApp();
  const change = (changes: Partial<MoveDraft>): void => {
    draft.value = { ...draft.peek(), ...changes };
  };
  return (
    <>
      <div class="row mb-2">
        <FormField
          label="Begins"
          type="datetime-local"
          columns={12}
          required
          value={draft.value.start}
          onInput={(start) => change({ start })}
        />
      </div>
      <Field label="Worker">
        {(id) => (
          <select
            id={id}
            class="form-select"
            value={draft.value.workerId}
            onChange={({ currentTarget }) => change({ workerId: currentTarget.value })}
          >
            <option value="">Wherever the scheduler finds room</option>
            {moveTargets(live.workers.value).map(({ id: workerId, name, status }) => (
              <option key={workerId} value={workerId}>
                {name} ({status})
              </option>
            ))}
          </select>
        )}
      </Field>
    </>
  );
}

export interface MoveDialogProps {
  readonly session: Session;
  /** Where somebody has put it on the calendar. */
  readonly to?: CalendarPlace | undefined;
  readonly onClose: () => void;
}

/** Another time or worker for a session, with what that means; a no says why, and changes nothing. */
export function MoveDialog({ session, to, onClose }: MoveDialogProps): VNode {
  const { api, live, now } = useApp();
  const heard = useHeard();
  const draft = useSignal(moveDraftFor(session, to));
  const nameOf = (workerId: string): string => live.find('worker', workerId)?.name ?? workerId;
  return (
    <ConfirmDialog
      title={`Move ${session.name}`}
      confirmLabel="Move"
      danger={false}
      whyNot={moveFaultOf(draft.value, session, now.peek())}
      perform={async (reason) => heard(await api.moveSession(session.id, moveOf(draft.peek(), session), reason))}
      onClose={onClose}
    >
      <MoveFields draft={draft} />
      <p class="mb-1" aria-live="polite">
        {moveMeaning(draft.value, session, { nameOf, now: now.peek() })}
      </p>
    </ConfirmDialog>
  );
}
