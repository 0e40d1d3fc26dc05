import type { VNode } from 'preact';
import { useApp } from './lib/app.ts';
import { paths } from './lib/paths.ts';
import { AuditPage } from './pages/audit-page.tsx';
import { CalendarPage } from './pages/calendar-page.tsx';
import { CapacityPage } from './pages/capacity-page.tsx';
import { CostPage } from './pages/cost-page.tsx';
import { DefinitionPage } from './pages/definition-page.tsx';
import { DefinitionsPage } from './pages/definitions-page.tsx';
import { InstancesPage } from './pages/instances-page.tsx';
import { LabPage } from './pages/lab-page.tsx';
import { LabsPage } from './pages/labs-page.tsx';
import { OverviewPage } from './pages/overview-page.tsx';
import { SchedulerPage } from './pages/scheduler-page.tsx';
import { SessionPage } from './pages/session-page.tsx';
import { SessionsPage } from './pages/sessions-page.tsx';
import { SettingsPage } from './pages/settings-page.tsx';
import { SnapshotsPage } from './pages/snapshots-page.tsx';
import { SystemPage } from './pages/system-page.tsx';
import { TaskPage } from './pages/task-page.tsx';
import { TasksPage } from './pages/tasks-page.tsx';
import { TemplatesPage } from './pages/templates-page.tsx';
import { WorkerPage } from './pages/worker-page.tsx';
import { WorkersPage } from './pages/workers-page.tsx';
import { Page } from './parts/page.tsx';

function NotFound(): VNode {
  return (
    <Page title="There is nothing at this address">
      <a href={paths.overview()}>Go to the overview</a>
    </Page>
  );
}

/** The screen that belongs to the address. */
export function Screen(): VNode {
  const route = useApp().router.route.value;
  switch (route.screen) {
    case 'overview':
      return <OverviewPage />;
    case 'workers':
      return <WorkersPage />;
    case 'worker':
      return <WorkerPage key={route.id} id={route.id} />;
    case 'definitions':
      return <DefinitionsPage />;
    case 'definition':
      return <DefinitionPage key={route.id} id={route.id} />;
    case 'sessions':
      return <SessionsPage />;
    case 'session':
      return <SessionPage key={route.id} id={route.id} />;
    case 'calendar':
      return <CalendarPage />;
    case 'scheduler':
      return <SchedulerPage />;
    case 'labs':
      return <LabsPage />;
    case 'lab':
      return <LabPage key={route.id} id={route.id} />;
    case 'templates':
      return <TemplatesPage />;
    case 'capacity':
      return <CapacityPage />;
    case 'cost':
      return <CostPage />;
    case 'instances':
      return <InstancesPage />;
    case 'snapshots':
      return <SnapshotsPage />;
    case 'tasks':
      return <TasksPage />;
    case 'task':
      return <TaskPage key={route.id} id={route.id} />;
    case 'audit':
      return <AuditPage />;
    case 'system':
      return <SystemPage />;
    case 'settings':
      return <SettingsPage />;
    case 'not-found':
      return <NotFound />;
  }
}
