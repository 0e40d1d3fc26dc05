import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { labTitle } from '../lib/lab-words.ts';
import { paths } from '../lib/paths.ts';
import { useEntity } from '../lib/use-entity.ts';
import type { LabRecord } from '../lib/views.ts';
import { HistoryCard } from '../parts/history-list.tsx';
import { LabActions } from '../parts/lab-actions.tsx';
import { LabFactsCard } from '../parts/lab-facts-card.tsx';
import { LabBindingsCard, LabRunsCard } from '../parts/lab-past.tsx';
import { LabPeopleCard } from '../parts/lab-people-card.tsx';
import { LabRevisionsCard } from '../parts/lab-revisions-card.tsx';
import { LabStatisticsCard } from '../parts/lab-statistics-card.tsx';
import { LabStatusCard } from '../parts/lab-status-card.tsx';
import { LabTopologyCard } from '../parts/lab-topology-card.tsx';
import { Missing } from '../parts/missing.tsx';
import { Page } from '../parts/page.tsx';
import { TasksAbout } from '../parts/tasks-about.tsx';

function Detail({ lab }: { readonly lab: LabRecord }): VNode {
  return (
    <Page title={labTitle(lab)} lead={<a href={paths.labs()}>Labs</a>} actions={<LabActions lab={lab} />}>
      <TasksAbout kind="lab" id={lab.id} />
      <div class="row">
        <div class="col-lg-6">
          <LabStatusCard lab={lab} />
          <LabFactsCard lab={lab} />
        </div>
        <div class="col-lg-6">
          <LabTopologyCard lab={lab} />
        </div>
      </div>
      <LabStatisticsCard lab={lab} />
      <LabPeopleCard lab={lab} />
      <LabRevisionsCard lab={lab} />
      <LabRunsCard lab={lab} />
      <LabBindingsCard lab={lab} />
      <HistoryCard kind="lab" id={lab.id} version={lab.version} />
    </Page>
  );
}

/** One lab: how it is, what it is made of, and what it has been through. */
export function LabPage({ id }: { readonly id: string }): VNode {
  const { api } = useApp();
  const { view, trouble } = useEntity('lab', id, async () => api.lab(id));
  return view === undefined ? (
    <Missing what="lab" id={id} trouble={trouble} back={paths.labs()} />
  ) : (
    <Detail lab={view} />
  );
}
