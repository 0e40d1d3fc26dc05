import { may } from '@lcm/core/domain/access';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { paths } from '../lib/paths.ts';
import { useEntity } from '../lib/use-entity.ts';
import { useLoad } from '../lib/use-load.ts';
import { useWorkerOutlook } from '../lib/use-worker-outlook.ts';
import type { Commit, Worker } from '../lib/views.ts';
import { workerProgress } from '../lib/worker-progress.ts';
import { DefinitionsCard } from '../parts/definitions-card.tsx';
import { DrainCard } from '../parts/drain-card.tsx';
import { HealthCard } from '../parts/health-card.tsx';
import { HistoryCommits } from '../parts/history-list.tsx';
import { HoursCard } from '../parts/hours-card.tsx';
import { IdleCard } from '../parts/idle-card.tsx';
import { LabsOfWorker } from '../parts/labs-of-worker.tsx';
import { LaunchesCard } from '../parts/launches-card.tsx';
import { LicenseCard } from '../parts/license-card.tsx';
import { LooksCard } from '../parts/looks-card.tsx';
import { MaintenanceCard } from '../parts/maintenance-card.tsx';
import { MetricsCard } from '../parts/metrics-card.tsx';
import { Missing } from '../parts/missing.tsx';
import { Page } from '../parts/page.tsx';
import { SavedCard } from '../parts/saved-card.tsx';
import { Section, SectionNav } from '../parts/sections.tsx';
import { SnapshotsCard } from '../parts/snapshots-card.tsx';
import { TagsCard } from '../parts/tags-card.tsx';
import { TasksAbout } from '../parts/tasks-about.tsx';
import { WorkerActions } from '../parts/worker-actions.tsx';
import { WorkerCalendar } from '../parts/worker-calendar.tsx';
import { WorkerCostCard } from '../parts/worker-cost-card.tsx';
import { CapacityCard, HostCard, StatusCard } from '../parts/worker-overview.tsx';
import { WorkerPortsCard } from '../parts/worker-ports-card.tsx';

const sections = [
  { id: 'overview', title: 'Overview' },
  { id: 'cml', title: 'CML' },
  { id: 'labs', title: 'Labs' },
  { id: 'calendar', title: 'Calendar' },
  { id: 'monitoring', title: 'Monitoring' },
  { id: 'disks', title: 'Snapshots' },
  { id: 'cost', title: 'Cost' },
  { id: 'history', title: 'History' },
] as const;
const [overview, cml, labs, calendar, monitoring, disks, cost, history] = sections;

interface OverviewCardsProps {
  readonly worker: Worker;
  readonly commits: readonly Commit[];
}

function OverviewCards({ worker, commits }: OverviewCardsProps): VNode {
  return (
    <div class="cards">
      <StatusCard worker={worker} steps={workerProgress(worker, commits)} />
      <DrainCard worker={worker} />
      <HealthCard worker={worker} />
      <IdleCard worker={worker} />
      <CapacityCard worker={worker} />
      <HostCard worker={worker} />
      <TagsCard worker={worker} />
      <LooksCard worker={worker} />
    </div>
  );
}

function Detail({ worker }: { readonly worker: Worker }): VNode {
  const { api, me } = useApp();
  const past = useLoad(`${worker.id}@${worker.version}`, async () => api.history('worker', worker.id));
  const outlook = useWorkerOutlook(worker);
  const commits = past.value ?? [];
  return (
    <Page title={worker.name} lead={<a href={paths.workers()}>Workers</a>} actions={<WorkerActions worker={worker} />}>
      <TasksAbout kind="worker" id={worker.id} />
      <SectionNav sections={sections} />
      <Section {...overview}>
        <OverviewCards worker={worker} commits={commits} />
      </Section>
      <Section {...cml}>
        <LicenseCard worker={worker} />
        <DefinitionsCard worker={worker} />
      </Section>
      <Section {...labs}>
        <LabsOfWorker worker={worker} />
        {may(me.value, 'session:all') && <WorkerPortsCard worker={worker} />}
      </Section>
      <Section {...calendar}>
        <WorkerCalendar worker={worker} outlook={outlook} />
        <div class="cards">
          <MaintenanceCard worker={worker} />
          <HoursCard worker={worker} outlook={outlook} />
        </div>
      </Section>
      <Section {...monitoring}>
        <MetricsCard worker={worker} />
      </Section>
      <Section {...disks}>
        <SnapshotsCard worker={worker} />
      </Section>
      <Section {...cost}>
        <div class="cards">
          <WorkerCostCard worker={worker} />
          <SavedCard worker={worker} />
        </div>
      </Section>
      <Section {...history}>
        <LaunchesCard commits={commits} />
        <HistoryCommits commits={past.value} trouble={past.trouble} />
      </Section>
    </Page>
  );
}

export function WorkerPage({ id }: { readonly id: string }): VNode {
  const { api } = useApp();
  const { view, trouble } = useEntity('worker', id, async () => api.worker(id));
  return view === undefined ? (
    <Missing what="worker" id={id} trouble={trouble} back={paths.workers()} />
  ) : (
    <Detail worker={view} />
  );
}
