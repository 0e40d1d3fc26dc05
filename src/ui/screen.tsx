import type { VNode } from 'preact';
import { useApp } from './lib/app.ts';
import { paths } from './lib/paths.ts';
import { AuditPage } from './pages/audit-page.tsx';
import { CalendarPage } from './pages/calendar-page.tsx';
import { CapacityPage } from './pages/capacity-page.tsx';
import { ContentPage } from './pages/content-page.tsx';
import { CostPage } from './pages/cost-page.tsx';
import { DefinitionPage } from './pages/definition-page.tsx';
import { DefinitionsPage } from './pages/definitions-page.tsx';
import { InstancesPage } from './pages/instances-page.tsx';
import { LabPage } from './pages/lab-page.tsx';
import { LabsPage } from './pages/labs-page.tsx';
import { MePage } from './pages/me-page.tsx';
import { NoticesPage } from './pages/notices-page.tsx';
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

/** Of what there is only one. */
const pages = {
  overview: OverviewPage,
  workers: WorkersPage,
  definitions: DefinitionsPage,
  content: ContentPage,
  sessions: SessionsPage,
  calendar: CalendarPage,
  scheduler: SchedulerPage,
  labs: LabsPage,
  templates: TemplatesPage,
  capacity: CapacityPage,
  cost: CostPage,
  instances: InstancesPage,
  snapshots: SnapshotsPage,
  tasks: TasksPage,
  notices: NoticesPage,
  me: MePage,
  audit: AuditPage,
  system: SystemPage,
  settings: SettingsPage,
  'not-found': NotFound,
} as const;

/** Of what there are many, by its id. */
const pagesOfOne = {
  worker: WorkerPage,
  definition: DefinitionPage,
  session: SessionPage,
  lab: LabPage,
  task: TaskPage,
} as const;

/** The screen that belongs to the address. */
export function Screen(): VNode {
  const route = useApp().router.route.value;
  if ('id' in route) {
    const One = pagesOfOne[route.screen];
    return <One key={route.id} id={route.id} />;
  }
  const Found = pages[route.screen];
  return <Found />;
}
