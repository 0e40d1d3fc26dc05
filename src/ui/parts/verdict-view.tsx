import type { VNode } from 'preact';
import { plural } from '../lib/format.ts';
import { paths } from '../lib/paths.ts';
import type { Verdict, WorkerVerdict } from '../lib/views.ts';
import { formatResource, isResource } from './amounts.tsx';
import { Badge } from './status-badge.tsx';
import { Time } from './time.tsx';
import { Words } from './words.tsx';

function missingOf({ short, obstacles, foreignPorts = 0 }: WorkerVerdict): string {
  const amounts = Object.entries(short).map(([name, amount]) =>
    isResource(name) ? `${formatResource(name, amount ?? 0)} short` : `${name}: ${amount}`,
  );
  const held = foreignPorts > 0 ? [`labs that no session has hold ${plural(foreignPorts, 'port')}`] : [];
  return [...amounts, ...held, ...obstacles].join('; ');
}

function VerdictRow({ worker }: { readonly worker: WorkerVerdict }): VNode {
  return (
    <tr>
      <th scope="row" data-label="Worker">
        <a class="text-nowrap" href={paths.worker(worker.workerId)}>
          {worker.name}
        </a>
      </th>
      <td data-label="Fits">
        <Badge tone={worker.fits ? 'good' : 'off'} text={worker.fits ? 'Fits' : 'Does not fit'} />
      </td>
      <td data-label="What is missing">
        <Words text={missingOf(worker) || '–'} />
      </td>
      <td data-label="Earliest start">
        {worker.earliestStart === undefined ? '–' : <Time at={worker.earliestStart} />}
      </td>
    </tr>
  );
}

/** Per worker what fitted and what was missing, by how much, and from when it would do. */
export function VerdictView({ verdict }: { readonly verdict: Verdict }): VNode {
  return (
    <>
      <p class="mb-2">
        <Badge tone={verdict.placed ? 'good' : 'warn'} text={verdict.placed ? 'Placed' : 'No place'} />{' '}
        <Words text={verdict.summary} />
      </p>
      {verdict.wouldHelp.length > 0 && (
        <>
          <p class="mb-1">What would make it work as asked:</p>
          <ul>
            {verdict.wouldHelp.map((help) => (
              <li key={help}>
                <Words text={help} />
              </li>
            ))}
          </ul>
        </>
      )}
      {verdict.others !== undefined && (
        <p class="mb-1 small text-body-secondary">
          Beside those below: {verdict.others.map(({ reason, count }) => `${count} ${reason}`).join(', ')}.
        </p>
      )}
      <EachWorker verdict={verdict} />
    </>
  );
}

/** Of what was placed, the other workers are of interest to those only who ask why not there. */
function EachWorker({ verdict: { workers, placed } }: { readonly verdict: Verdict }): VNode | null {
  if (workers.length === 0) return null;
  if (!placed) return <WorkersTable workers={workers} />;
  return (
    <details>
      <summary>What each worker has for it ({workers.length})</summary>
      <WorkersTable workers={workers} />
    </details>
  );
}

function WorkersTable({ workers }: Pick<Verdict, 'workers'>): VNode {
  return (
    <table class="table table-sm table-stack mb-0">
      <caption class="visually-hidden">Verdict per worker</caption>
      <thead>
        <tr>
          <th scope="col">Worker</th>
          <th scope="col">Fits</th>
          <th scope="col">What is missing</th>
          <th scope="col">Earliest start</th>
        </tr>
      </thead>
      <tbody>
        {workers.map((worker) => (
          <VerdictRow key={worker.workerId} worker={worker} />
        ))}
      </tbody>
    </table>
  );
}
