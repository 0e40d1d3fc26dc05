import { licensedNodes } from '@lcm/core/domain/worker';
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import {
  attentionOfLicense,
  type LicenseCommand,
  licenseCommandsFor,
  licenseProgress,
  licenseWanted,
  whyNotLicense,
} from '../lib/license.ts';
import type { Worker } from '../lib/views.ts';
import { ActionButton } from './action-button.tsx';
import { Facts } from './facts.tsx';
import { DeregisterDialog, RegisterDialog } from './license-dialog.tsx';
import { LicenseFeatures } from './license-features.tsx';
import { Card } from './page.tsx';
import { Person } from './person.tsx';
import { LicenseBadge } from './status-badge.tsx';
import { Ago, Since, Time } from './time.tsx';
import { Words } from './words.tsx';

/** What CML is licensed for, what is being done about it, and the orders about it. */
export function LicenseCard({ worker }: { readonly worker: Worker }): VNode {
  const { license } = worker;
  const history = (
    <a class="small" href="#history">
      History
    </a>
  );
  return (
    <Card title="Licence" aside={history}>
      <div aria-live="polite">
        <p class="mb-2">
          <LicenseBadge status={license.status} /> {license.product}
        </p>
        <LicenseTrouble worker={worker} />
        <Progress worker={worker} />
      </div>
      <LicenseFacts worker={worker} />
      {license.features !== undefined && license.features.length > 0 && <LicenseFeatures features={license.features} />}
      <LicenseOrders worker={worker} />
    </Card>
  );
}

function LicenseTrouble({ worker }: { readonly worker: Worker }): VNode | null {
  const attention = attentionOfLicense(worker, useApp().now.value);
  if (attention === undefined) return null;
  return (
    <div class={`alert alert-${attention.isUrgent ? 'danger' : 'warning'} py-2 mb-2`}>
      <Words text={attention.words} />
    </div>
  );
}

function Progress({ worker }: { readonly worker: Worker }): VNode | null {
  const words = licenseProgress(worker);
  const { operationSince, stepSince } = worker.license;
  if (words === undefined) return null;
  return (
    <p class="mb-2">
      <span class="spinner-border spinner-border-sm me-2" aria-hidden="true" />
      {words}
      {stepSince !== undefined && (
        <>
          {' '}
          for <Since at={stepSince} />
        </>
      )}
      {operationSince !== undefined && operationSince !== stepSince && (
        <span class="text-body-secondary">
          , <Since at={operationSince} /> altogether
        </span>
      )}
    </p>
  );
}

function LicenseFacts({ worker }: { readonly worker: Worker }): VNode {
  const { license, licenseOrder: order } = worker;
  const ends = license.status === 'evaluation' ? 'Evaluation ends' : 'Ends unless renewed';
  const runs = license.status === 'registered' ? '' : ' without a registered licence';
  return (
    <Facts
      items={[
        ['Nodes that run at once', `${licensedNodes({ ...worker, license })}${runs}`],
        ['Authorization', license.authorization?.replaceAll('_', ' ').toLowerCase()],
        ['Account', [license.smartAccount, license.virtualAccount].filter(Boolean).join(', ')],
        ['Known there as', license.instanceName],
        ['Registered', timeOf(license.registeredAt)],
        ['CML renews it', timeOf(license.renewsAt)],
        [ends, timeOf(license.expiresAt)],
        ['Shall be', <Wanted key="wanted" worker={worker} />],
        ['Token', order === undefined || order.token === undefined ? 'the fleet’s' : 'one of its own'],
      ]}
    />
  );
}

function timeOf(at: string | undefined): VNode | undefined {
  return at === undefined ? undefined : <Time at={at} />;
}

function Wanted({ worker }: { readonly worker: Worker }): VNode {
  const { licenseOrder: order } = worker;
  if (order === undefined) return <>{licenseWanted(worker)}</>;
  return (
    <>
      {licenseWanted(worker)}: <Words text={order.reason} /> (<Person id={order.by} />, <Ago at={order.at} />)
    </>
  );
}

const labels: Readonly<Record<LicenseCommand, string>> = {
  register: 'Register…',
  reregister: 'Register anew…',
  deregister: 'Give back…',
};

function LicenseOrders({ worker }: { readonly worker: Worker }): VNode {
  const { me, now } = useApp();
  const asked = useSignal<LicenseCommand | undefined>(undefined);
  const close = (): void => {
    asked.value = undefined;
  };
  return (
    <div class="d-flex flex-wrap gap-1 mt-2">
      {licenseCommandsFor(worker).map((command) => (
        <ActionButton
          key={command}
          small
          label={labels[command]}
          tone={command === 'deregister' ? 'danger' : 'secondary'}
          whyNot={whyNotLicense(me.value, command, { worker, now: now.peek() })}
          onClick={() => {
            asked.value = command;
          }}
        />
      ))}
      {asked.value === 'deregister' && <DeregisterDialog worker={worker} onClose={close} />}
      {(asked.value === 'register' || asked.value === 'reregister') && (
        <RegisterDialog worker={worker} reregister={asked.value === 'reregister'} onClose={close} />
      )}
    </div>
  );
}
