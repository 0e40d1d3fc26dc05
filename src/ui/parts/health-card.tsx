import type { VNode } from 'preact';
import { type CheckShown, checksShown, lineInWords } from '../lib/host-health.ts';
import type { Worker } from '../lib/views.ts';
import { Facts } from './facts.tsx';
import { Card } from './page.tsx';
import { Since, Time } from './time.tsx';
import { Words } from './words.tsx';

const tones: Readonly<Record<string, string>> = {
  ok: 'text-bg-success',
  passed: 'text-bg-success',
  impaired: 'text-bg-danger',
  failed: 'text-bg-danger',
};

function Result({ word }: { readonly word: string }): VNode {
  return <span class={`badge ${tones[word] ?? 'text-bg-secondary'}`}>{word.replaceAll('-', ' ')}</span>;
}

/** How the host is by EC2, how CML is by its own word, and by which way we hear of it. */
export function HealthCard({ worker }: { readonly worker: Worker }): VNode {
  const { health, checks } = worker;
  return (
    <Card title="Health">
      <div aria-live="polite">
        <HeldBack worker={worker} />
        <Planned worker={worker} />
      </div>
      <Facts
        items={[
          ['EC2 on the hardware', checks && checked(checks.system, checks.systemSince)],
          ['EC2 on the system', checks && checked(checks.instance, checks.instanceSince)],
          ['CML up for', uptime(worker)],
          ['Live', live(worker)],
        ]}
      />
      {health?.computes.map((compute) => (
        <Compute key={compute.id} compute={compute} />
      ))}
    </Card>
  );
}

function uptime({ service, serviceSince }: Worker): VNode | undefined {
  return service === 'available' && serviceSince !== undefined ? <Since at={serviceSince} /> : undefined;
}

function live(worker: Worker): VNode | undefined {
  const words = lineInWords(worker);
  return words === undefined ? undefined : lasting(<Words text={words} />, worker.line?.since);
}

function checked(word: string, at: string | undefined): VNode {
  return lasting(<Result word={word} />, at);
}

function lasting(what: VNode, at: string | undefined): VNode {
  return (
    <>
      {what}
      {at !== undefined && (
        <>
          {' '}
          for <Since at={at} />
        </>
      )}
    </>
  );
}

function HeldBack({ worker: { heldBack } }: { readonly worker: Worker }): VNode | null {
  if (heldBack === undefined) return null;
  return (
    <div class="alert alert-danger py-2 mb-2">
      It looks dead for <Since at={heldBack.since} />: <Words text={heldBack.reason} />. If it is, terminate it.
    </div>
  );
}

function Planned({ worker: { checks } }: { readonly worker: Worker }): VNode | null {
  const events = checks?.events ?? [];
  if (events.length === 0) return null;
  return (
    <ul class="alert alert-warning py-2 mb-2 list-unstyled">
      {events.map(({ code, description, notBefore }) => (
        <li key={code}>
          AWS plans <strong>{code}</strong>: {description}
          {notBefore !== undefined && (
            <>
              , not before <Time at={notBefore} />
            </>
          )}
        </li>
      ))}
    </ul>
  );
}

type ComputeSeen = NonNullable<Worker['health']>['computes'][number];

function Compute({ compute }: { readonly compute: ComputeSeen }): VNode {
  const checks = checksShown(compute);
  const passed = checks.filter(({ result }) => result === 'passed').length;
  const summary = `${compute.hostname}${compute.isController ? ', the controller' : ''}`;
  return (
    <details class="mt-2" open={!compute.valid}>
      <summary>
        <Result word={compute.valid ? 'ok' : 'failed'} /> {summary}: {passed} of {checks.length} checks passed
      </summary>
      <ul class="list-unstyled small mt-1 mb-0">
        {checks.map((each) => (
          <Check key={each.name} check={each} />
        ))}
        <li class="text-body-secondary">Admission: {compute.admission.toLowerCase()}</li>
      </ul>
    </details>
  );
}

function Check({ check: { name, result } }: { readonly check: CheckShown }): VNode {
  return (
    <li class="d-flex justify-content-between border-bottom py-1">
      <span>{name}</span>
      <Result word={result} />
    </li>
  );
}
