import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { whyNotForce, whyNotRetime } from '../lib/drain.ts';
import { plural } from '../lib/format.ts';
import { heldNow } from '../lib/permissions.ts';
import type { Worker } from '../lib/views.ts';
import { ActionButton } from './action-button.tsx';
import { DrainDialog, ForceDialog } from './drain-dialogs.tsx';
import { ForceConsequences } from './force-consequences.tsx';
import { Card } from './page.tsx';
import { Person } from './person.tsx';
import { Countdown, Since, Time } from './time.tsx';
import { Words } from './words.tsx';

/** How long a drain still waits, for whom, and what becomes of them then. */
export function DrainCard({ worker }: { readonly worker: Worker }): VNode | null {
  if (worker.status !== 'draining') return null;
  return (
    <Card title="Drain">
      <Outlook worker={worker} />
      {worker.drain?.forced === undefined && (
        <details class="mb-2">
          <summary>What force would do</summary>
          <ForceConsequences worker={worker} lead="Now:" />
        </details>
      )}
      <Orders worker={worker} />
    </Card>
  );
}

function Outlook({ worker }: { readonly worker: Worker }): VNode {
  const { now } = useApp();
  const { endsAt, whenTimeIsUp, forced } = worker.drain ?? {};
  const held = heldNow(worker, now.value);
  const waits = held === 0 ? 'Nobody has it any more: it stops now.' : `It waits for ${plural(held, 'session')}.`;
  if (forced !== undefined) {
    return (
      <p class="mb-2">
        <span class="status status-warn">forced</span>{' '}
        {forced.by !== undefined && (
          <>
            by <Person id={forced.by} />{' '}
          </>
        )}
        <Time at={forced.at} />: <Words text={forced.reason} />. What is on it is collected and cleaned up.
      </p>
    );
  }
  if (endsAt === undefined) {
    return (
      <p class="mb-2">
        For <Since at={worker.statusSince} />, and as long as it takes. {waits}
      </p>
    );
  }
  return (
    <p class="mb-2">
      {whenTimeIsUp === 'force' ? 'Forced in ' : 'Its time is up in '}
      <strong>
        <Countdown until={endsAt} />
      </strong>{' '}
      (<Time at={endsAt} />
      ). {waits}
    </p>
  );
}

function Orders({ worker }: { readonly worker: Worker }): VNode {
  const { me } = useApp();
  const asked = useSignal<'force' | 'time' | undefined>(undefined);
  const onClose = (): void => {
    asked.value = undefined;
  };
  return (
    <div class="d-flex flex-wrap gap-1">
      <ActionButton
        small
        label="Force"
        tone="danger"
        description={`Force the drain of ${worker.name}`}
        whyNot={whyNotForce(me.value, worker)}
        onClick={() => {
          asked.value = 'force';
        }}
      />
      <ActionButton
        small
        label="Change its time"
        description={`Change its time: the drain of ${worker.name}`}
        whyNot={whyNotRetime(me.value, worker)}
        onClick={() => {
          asked.value = 'time';
        }}
      />
      {asked.value === 'force' && <ForceDialog worker={worker} onClose={onClose} />}
      {asked.value === 'time' && <DrainDialog worker={worker} onClose={onClose} />}
    </div>
  );
}
