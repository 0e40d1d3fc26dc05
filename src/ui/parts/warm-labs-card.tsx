import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { paths } from '../lib/paths.ts';
import { useLoad } from '../lib/use-load.ts';
import type { Definition, WarmLabs } from '../lib/views.ts';
import {
  depthFault,
  depthInWords,
  gainInWords,
  startsInWords,
  thereInWords,
  warmKey,
  whyNotWarm,
} from '../lib/warm-labs.ts';
import { ActionButton } from './action-button.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { Facts } from './facts.tsx';
import { FormField } from './form-field.tsx';
import { Card, Loading } from './page.tsx';
import { TroubleNote } from './trouble-note.tsx';

interface OfDefinition {
  readonly definition: Definition;
}

/** How many labs are kept ready of a version, where they are, and how much sooner sessions were up with them. */
export function WarmLabsCard({ definition }: OfDefinition): VNode {
  const { api, live, me } = useApp();
  const isAsked = useSignal(false);
  const { value, trouble, loading } = useLoad(warmKey(definition, live.labs.value), async () =>
    api.warmLabs(definition.id),
  );
  return (
    <Card
      title="Warm labs"
      aside={
        <ActionButton
          small
          label="Change"
          description="Change how many labs are kept ready"
          whyNot={whyNotWarm(me.value, definition)}
          onClick={() => {
            isAsked.value = true;
          }}
        />
      }
    >
      <TroubleNote trouble={trouble} />
      {loading && value === undefined && <Loading what="the warm labs" />}
      {value !== undefined && <Kept value={value} />}
      {isAsked.value && (
        <DepthDialog
          definition={definition}
          onClose={() => {
            isAsked.value = false;
          }}
        />
      )}
    </Card>
  );
}

function Kept({ value }: { readonly value: WarmLabs }): VNode {
  const { depth, workers, warm, fresh } = value;
  const gain = gainInWords(value);
  return (
    <Facts
      items={[
        ['Kept ready', depthInWords(depth)],
        ['There now', <Where key="where" workers={workers} />],
        ['Up with one', startsInWords(warm)],
        ['Up without', startsInWords(fresh)],
        ['Gain', gain ?? 'not known before there were both'],
      ]}
    />
  );
}

function Where({ workers }: Pick<WarmLabs, 'workers'>): VNode {
  if (workers.length === 0) return <span>none</span>;
  return (
    <ul class="list-unstyled mb-0">
      {workers.map((there) => (
        <li key={there.workerId}>
          <a href={paths.worker(there.workerId)}>{there.name}</a>: {thereInWords(there)}
        </li>
      ))}
    </ul>
  );
}

function DepthDialog({ definition, onClose }: OfDefinition & { readonly onClose: () => void }): VNode {
  const { api, announce } = useApp();
  const depth = useSignal(String(definition.warmDepth ?? 0));
  return (
    <ConfirmDialog
      title={`Warm labs of ${definition.title}`}
      confirmLabel="Save"
      danger={false}
      whyNot={depthFault(depth.value)}
      onClose={onClose}
      perform={async (reason) => {
        await api.setWarmDepth(definition.id, Number(depth.value), reason);
        announce(`Warm labs of ${definition.title}: ${depthInWords(Number(depth.value))}`);
      }}
    >
      <p>
        Labs that are imported ahead of time and wait, switched off, for whichever session begins first. They take disk
        that no session needs, keep no worker up, and go when they are not wanted any more.
      </p>
      <div class="row g-2">
        <FormField
          label="On each worker that is up"
          type="number"
          columns={6}
          value={depth.value}
          onInput={(text) => {
            depth.value = text;
          }}
        />
      </div>
    </ConfirmDialog>
  );
}
