import { weekdays } from '@lcm/core/domain/worker';
import { type Signal, useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import {
  dayWords,
  type HoursDraft,
  officeHours,
  type TimetableDraft,
  timetableDraft,
  timetableFault,
  timetableOf,
  withDay,
  withHours,
} from '../lib/timetable-form.ts';
import { useAction } from '../lib/use-action.ts';
import type { Worker } from '../lib/views.ts';
import { ActionButton } from './action-button.tsx';
import { Dialog } from './dialog.tsx';
import { FormField } from './form-field.tsx';
import { TroubleNote } from './trouble-note.tsx';

const mostLines = 21;

/** The hours of the week in which a worker is up, line by line. */
export function TimetableDialog({ worker, onClose }: { readonly worker: Worker; readonly onClose: () => void }): VNode {
  const { api, announce } = useApp();
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  const draft = useSignal<TimetableDraft>(timetableDraft(worker.timetable, timeZone));
  const save = useAction(async (wanted: TimetableDraft) => {
    await api.setTimetable(worker.id, timetableOf(wanted));
    announce(`The hours of ${worker.name} are set`);
  });
  const fault = timetableFault(draft.value);
  const send = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (fault === undefined && (await save.run(draft.value))) onClose();
  };
  return (
    <Dialog wide title={`Hours of ${worker.name}`} onClose={onClose}>
      <form onSubmit={(event) => void send(event)}>
        <p>
          It is up in these hours whoever uses it, and costs money. At their end it is stopped, but not under a session
          or a lab that runs.
        </p>
        <Lines draft={draft} />
        <div class="row g-2 mt-1">
          <FormField
            label="Time zone"
            columns={6}
            value={draft.value.zone}
            choices={Intl.supportedValuesOf('timeZone')}
            onInput={(zone) => {
              draft.value = { ...draft.peek(), zone };
            }}
          />
        </div>
        <TroubleNote trouble={save.trouble} />
        <div class="d-flex gap-2 justify-content-end mt-3">
          <ActionButton label="Cancel" onClick={onClose} />
          <ActionButton label="Set" type="submit" tone="primary" pending={save.pending} whyNot={fault} />
        </div>
      </form>
    </Dialog>
  );
}

function Lines({ draft }: { readonly draft: Signal<TimetableDraft> }): VNode {
  const { hours } = draft.value;
  const setHours = (next: readonly HoursDraft[]): void => {
    draft.value = { ...draft.peek(), hours: next };
  };
  return (
    <>
      {hours.map((row, index) => (
        <Line
          key={index}
          number={index + 1}
          row={row}
          onChange={(changes) => {
            draft.value = withHours(draft.peek(), index, changes);
          }}
          onRemove={() => setHours(hours.filter((_, at) => at !== index))}
        />
      ))}
      <ActionButton
        small
        label="One more line"
        whyNot={hours.length >= mostLines ? `${mostLines} lines are the most` : undefined}
        onClick={() => setHours([...hours, officeHours])}
      />
    </>
  );
}

interface LineProps {
  readonly number: number;
  readonly row: HoursDraft;
  readonly onChange: (changes: Partial<HoursDraft>) => void;
  readonly onRemove: () => void;
}

function Line({ number, row, onChange, onRemove }: LineProps): VNode {
  return (
    <fieldset class="hours-line">
      <legend class="visually-hidden">Line {number}</legend>
      <div class="d-flex flex-wrap gap-2" role="group" aria-label="Days">
        {weekdays.map((day) => (
          <label key={day} class="text-nowrap">
            <input
              type="checkbox"
              class="form-check-input me-1"
              checked={row.days.includes(day)}
              onChange={() => onChange({ days: withDay(row, day) })}
            />
            {dayWords[day]}
          </label>
        ))}
      </div>
      <div class="row g-2 align-items-end">
        <FormField label="From" type="time" columns={4} value={row.from} onInput={(from) => onChange({ from })} />
        <FormField
          label="Until"
          type="time"
          columns={4}
          value={row.until}
          {...(row.until <= row.from && { help: 'of the next day' })}
          onInput={(until) => onChange({ until })}
        />
        <div class="col-sm-4">
          <ActionButton small label="Remove" description={`Remove line ${number}`} onClick={onRemove} />
        </div>
      </div>
    </fieldset>
  );
}
