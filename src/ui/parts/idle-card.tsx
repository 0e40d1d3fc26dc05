import { isResting } from '@lcm/core/domain/worker';
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { labsInWords, whyNotIdleDetection, whyNotSnooze } from '../lib/idle.ts';
import { settingsNow } from '../lib/settings-draft.ts';
import { type Action, useAction } from '../lib/use-action.ts';
import { useLoad } from '../lib/use-load.ts';
import type { IdleStatus, Worker } from '../lib/views.ts';
import { ActionButton } from './action-button.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { Facts } from './facts.tsx';
import { Card } from './page.tsx';
import { Ago, Countdown } from './time.tsx';
import { TroubleNote } from './trouble-note.tsx';
import { Words } from './words.tsx';

/** When the worker will be stopped because nobody uses it, what keeps it from that, and the orders about it. */
export function IdleCard({ worker }: { readonly worker: Worker }): VNode {
  const { api } = useApp();
  const { value, trouble } = useLoad(`${worker.id}@${worker.version}`, async () => api.idleStatus(worker.id));
  const { activity } = worker;
  return (
    <Card title="Use">
      {value !== undefined && <Outlook worker={worker} status={value} />}
      <TroubleNote trouble={trouble} />
      <Facts
        items={[
          ['On its CML', activity === undefined ? undefined : labsInWords(activity)],
          ['Last activity', activity?.lastAt === undefined ? undefined : <Ago key="last" at={activity.lastAt} />],
        ]}
      />
      <IdleOrders worker={worker} />
    </Card>
  );
}

function Outlook({ worker, status }: { readonly worker: Worker; readonly status: IdleStatus }): VNode {
  if (isResting(worker)) {
    return (
      <p class="mb-2">
        {worker.status === 'stopped' ? 'Stopped' : 'It is stopped'}: <Words text={worker.desiredReason} />
      </p>
    );
  }
  if (worker.status !== 'running' || worker.desired !== 'running') {
    return <p class="mb-2">Whether anybody uses it counts while it runs.</p>;
  }
  if (status.idle) return <p class="mb-2">Nobody uses it: it is stopped now.</p>;
  return (
    <div class="mb-2">
      {status.stopsAt === undefined ? (
        <p class="mb-1">It is not stopped for being unused:</p>
      ) : (
        <p class="mb-1">
          Stops in{' '}
          <strong>
            <Countdown until={status.stopsAt} />
          </strong>{' '}
          unless somebody uses it:
        </p>
      )}
      <ul class="mb-0 ps-3">
        {status.because.map(({ why, words }) => (
          <li key={why}>
            <Words text={words} />
          </li>
        ))}
        {status.stopsAt !== undefined && <li>{`idle means unused for ${status.idleTimeoutMinutes} min`}</li>}
      </ul>
    </div>
  );
}

function IdleOrders({ worker }: { readonly worker: Worker }): VNode {
  const { api, announce } = useApp();
  const snooze = useAction(async (minutes: number) => {
    await api.snoozeWorker(worker.id, minutes);
    announce(minutes > 0 ? `${worker.name} stays up for ${minutes} minutes` : `${worker.name} is not snoozed any more`);
  });
  return (
    <div class="mt-2">
      <div class="d-flex flex-wrap gap-1">
        <SnoozeButtons worker={worker} snooze={snooze} />
        <DetectionButton worker={worker} />
      </div>
      <TroubleNote trouble={snooze.trouble} />
    </div>
  );
}

function SnoozeButtons({ worker, snooze }: { readonly worker: Worker; readonly snooze: Action<number> }): VNode {
  const { me, now, live } = useApp();
  const snoozeMinutes = settingsNow(live)['idle.snoozeMinutes'];
  const why = whyNotSnooze(me.value, worker);
  const snoozed = worker.snoozedUntil !== undefined && Date.parse(worker.snoozedUntil) > now.value;
  return (
    <>
      <ActionButton
        small
        label={`Snooze ${snoozeMinutes} min`}
        whyNot={why}
        pending={snooze.pending}
        onClick={() => void snooze.run(snoozeMinutes)}
      />
      {snoozed && (
        <ActionButton
          small
          label="End snooze"
          whyNot={why}
          pending={snooze.pending}
          onClick={() => void snooze.run(0)}
        />
      )}
    </>
  );
}

function DetectionButton({ worker }: { readonly worker: Worker }): VNode {
  const { me } = useApp();
  const asked = useSignal(false);
  const enabled = worker.idleDetection !== false;
  return (
    <>
      <ActionButton
        small
        label={enabled ? 'Idle detection off' : 'Idle detection on'}
        whyNot={whyNotIdleDetection(me.value, worker)}
        onClick={() => {
          asked.value = true;
        }}
      />
      {asked.value && (
        <ConfirmDetection
          worker={worker}
          enable={!enabled}
          onClose={() => {
            asked.value = false;
          }}
        />
      )}
    </>
  );
}

interface ConfirmDetectionProps {
  readonly worker: Worker;
  readonly enable: boolean;
  readonly onClose: () => void;
}

function ConfirmDetection({ worker, enable, onClose }: ConfirmDetectionProps): VNode {
  const { api, announce } = useApp();
  const word = enable ? 'on' : 'off';
  return (
    <ConfirmDialog
      title={`Idle detection ${word} for ${worker.name}?`}
      confirmLabel={`Switch ${word}`}
      danger={!enable}
      onClose={onClose}
      perform={async (reason) => {
        await api.setIdleDetection(worker.id, enable, reason);
        announce(`Idle detection is ${word} for ${worker.name}`);
      }}
    >
      <p class="mb-1">
        {enable
          ? 'It is stopped when nobody has used it for a while.'
          : 'It runs and costs money until somebody stops it, whether it is used or not.'}
      </p>
    </ConfirmDialog>
  );
}
