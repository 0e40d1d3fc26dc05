import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { humanize, plural } from '../lib/format.ts';
import { ledControllers } from '../lib/leaders.ts';
import { paths } from '../lib/paths.ts';
import { type Loaded, useLoad } from '../lib/use-load.ts';
import type { SystemHealth } from '../lib/views.ts';
import { JobTable } from '../parts/job-table.tsx';
import { LeaderLine, NobodyKnowsWhoLeads } from '../parts/leader-line.tsx';
import { Card, EmptyState, Loading, Page } from '../parts/page.tsx';
import { RetentionNote } from '../parts/retention-note.tsx';
import { Ago, Since } from '../parts/time.tsx';
import { TroubleNote } from '../parts/trouble-note.tsx';
import { Words } from '../parts/words.tsx';

type Controller = SystemHealth['controllers'][number];
type Trouble = Controller['reconcilers'][number]['troubles'][number];

/** What controllers say of themselves they say every few seconds. */
const refreshMs = 5_000;

function Leaders({ health }: { readonly health: SystemHealth }): VNode {
  return (
    <Card title="Who leads">
      <NobodyKnowsWhoLeads why={health.coordination} />
      {health.coordination === 'ok' && (
        <ul class="list-group list-group-flush">
          {ledControllers(health).map((controller) => (
            <li key={controller.election} class="list-group-item px-0">
              <div class="text-body-secondary small">{humanize(controller.election)}</div>
              <LeaderLine controller={controller} />
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function Queues({ controllers }: { readonly controllers: readonly Controller[] }): VNode {
  const rows = controllers.flatMap(({ service, name, at, leads, reconcilers }) =>
    reconcilers.map((one) => ({ key: `${service}/${name}/${one.reconciler}`, service, at, leads, ...one })),
  );
  return (
    <Card title="Work of the controllers">
      <table class="table table-stack mb-0">
        <caption class="visually-hidden">Queues</caption>
        <thead>
          <tr>
            <th scope="col">Controller</th>
            <th scope="col">Queue</th>
            <th scope="col">Now</th>
            <th scope="col">Failing</th>
            <th scope="col">Heard of</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, service, reconciler, depth, troubles, at, leads }) => (
            <tr key={key}>
              <td data-label="Controller">
                {humanize(service)} {!leads && <span class="text-body-secondary">(stands by)</span>}
              </td>
              <td data-label="Queue">{humanize(reconciler)}</td>
              <td data-label="Now">
                {depth.inFlight} at work, {depth.ready} ready, {depth.waiting} wait
              </td>
              <td data-label="Failing">{troubles.filter(isFailing).length}</td>
              <td data-label="Heard of">
                <Ago at={at} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}

function isFailing({ kind }: Trouble): boolean {
  return kind !== 'again';
}

/** What a queue works on is an id: of what the screens know, people know the name. */
function Key({ id }: { readonly id: string }): VNode {
  const { live } = useApp();
  const worker = live.find('worker', id);
  if (worker !== undefined) return <a href={paths.worker(id)}>{worker.name}</a>;
  const session = live.find('session', id);
  return session === undefined ? <strong>{id}</strong> : <a href={paths.session(id)}>{session.name}</a>;
}

function Troubles({ controllers }: { readonly controllers: readonly Controller[] }): VNode {
  const found = controllers.flatMap(({ reconcilers }) => reconcilers.flatMap(({ troubles }) => troubles));
  const failing = found.filter(isFailing);
  return (
    <Card title="What fails">
      {failing.length === 0 ? (
        <EmptyState title="Nothing fails" />
      ) : (
        <ul class="mb-0 ps-3">
          {failing.map(({ key, because, since, times }) => (
            <li key={key}>
              <Key id={key} /> for <Since at={since} /> ({plural(times, 'try', 'tries')}): <Words text={because} />
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function Health({ loaded: { value, trouble } }: { readonly loaded: Loaded<SystemHealth> }): VNode {
  if (value === undefined) {
    return trouble === undefined ? <Loading what="the controllers" /> : <TroubleNote trouble={trouble} />;
  }
  return (
    <>
      <TroubleNote trouble={trouble} />
      <div class="row">
        <div class="col-lg-5">
          <Leaders health={value} />
          <Troubles controllers={value.controllers} />
        </div>
        <div class="col-lg-7">
          <Queues controllers={value.controllers} />
        </div>
      </div>
    </>
  );
}

/** Who leads, what is stuck, and what is done again and again. */
export function SystemPage(): VNode {
  const { api, live, now } = useApp();
  const versions = live.jobs.value.map(({ name, version }) => `${name} ${version}`).join();
  const key = `${Math.floor(now.value / refreshMs)}@${versions}`;
  const health = useLoad(key, api.systemHealth);
  const jobs = useLoad(key, api.jobs);
  return (
    <Page title="System" lead="Controllers and recurring jobs">
      <Card title="Recurring jobs">
        <TroubleNote trouble={jobs.trouble} />
        {jobs.value === undefined ? <Loading what="the jobs" /> : <JobTable jobs={jobs.value} />}
        <RetentionNote />
      </Card>
      <Health loaded={health} />
    </Page>
  );
}
