import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { whyNotTimetable } from '../lib/maintenance-form.ts';
import { daysInWords } from '../lib/timetable-form.ts';
import type { Outlook, Worker } from '../lib/views.ts';
import { ActionButton } from './action-button.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { Card } from './page.tsx';
import { Ago, Time } from './time.tsx';
import { TimetableDialog } from './timetable-dialog.tsx';
import { Words } from './words.tsx';

interface HoursCardProps {
  readonly worker: Worker;
  readonly outlook: Outlook | undefined;
}

/** The hours in which the worker is up, why it is as it is now, and what comes next. */
export function HoursCard({ worker, outlook }: HoursCardProps): VNode {
  const { me } = useApp();
  const asked = useSignal<'set' | 'remove' | undefined>(undefined);
  const why = whyNotTimetable(me.value, worker);
  const { timetable } = worker;
  const ask = (what: 'set' | 'remove' | undefined) => () => {
    asked.value = what;
  };
  return (
    <Card
      title="Hours"
      aside={
        <>
          <ActionButton small label={timetable ? 'Change' : 'Set hours'} whyNot={why} onClick={ask('set')} />
          {timetable && (
            <ActionButton small label="Remove" description="Remove its hours" whyNot={why} onClick={ask('remove')} />
          )}
        </>
      }
    >
      <Hours timetable={timetable} />
      <Now worker={worker} outlook={outlook} />
      {asked.value === 'set' && <TimetableDialog worker={worker} onClose={ask(undefined)} />}
      {asked.value === 'remove' && <ConfirmRemove worker={worker} onClose={ask(undefined)} />}
    </Card>
  );
}

function Hours({ timetable }: Pick<Worker, 'timetable'>): VNode {
  if (timetable === undefined) return <p class="mb-2">It has none: it is up while somebody uses it.</p>;
  return (
    <>
      <ul class="list-unstyled mb-1">
        {timetable.hours.map(({ days, from, until }, index) => (
          <li key={index}>
            {daysInWords(days)}, {from} to {until}
            {until <= from && ' of the next day'}
          </li>
        ))}
      </ul>
      <p class="small text-body-secondary mb-2">by the clock of {timetable.zone}</p>
    </>
  );
}

/** Why it is up or down, and the next that it will do by itself. */
function Now({ worker, outlook }: HoursCardProps): VNode {
  return (
    <dl class="facts">
      <div>
        <dt>{worker.status === 'running' ? 'Up because' : 'Now'}</dt>
        <dd>
          <Words text={whyNow(worker, outlook)} />
        </dd>
      </div>
      <div>
        <dt>Next change</dt>
        <dd>
          <NextChange outlook={outlook} />
        </dd>
      </div>
    </dl>
  );
}

function whyNow({ status, desiredReason }: Worker, outlook: Outlook | undefined): string {
  const because = outlook?.use.because ?? [];
  if (status !== 'running' || because.length === 0) return `${status}: ${desiredReason}`;
  return because.map(({ words }) => words).join('; ');
}

function NextChange({ outlook }: Pick<HoursCardProps, 'outlook'>): VNode {
  const next = outlook?.next;
  if (next === undefined) return <>none is foreseen</>;
  return (
    <>
      {next.to === 'stopped' ? 'stops' : 'starts'} <Time at={next.at} /> (<Ago at={next.at} />
      ): <Words text={next.reason} />
    </>
  );
}

function ConfirmRemove({ worker, onClose }: { readonly worker: Worker; readonly onClose: () => void }): VNode {
  const { api, announce } = useApp();
  return (
    <ConfirmDialog
      title={`Remove the hours of ${worker.name}?`}
      confirmLabel="Remove"
      danger={false}
      reason="none"
      onClose={onClose}
      perform={async () => {
        await api.removeTimetable(worker.id);
        announce(`${worker.name} has no hours any more`);
      }}
    >
      <p class="mb-1">From now on it is up only while somebody uses it, and is stopped as an unused one is.</p>
    </ConfirmDialog>
  );
}
