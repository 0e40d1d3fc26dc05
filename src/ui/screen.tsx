import type { VNode } from 'preact';
import { useApp } from './lib/app.ts';
import { paths } from './lib/paths.ts';
import { OverviewPage } from './pages/overview-page.tsx';
import { lazily } from './parts/lazily.tsx';
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
  workers: lazily(async () => (await import('./pages/workers-page.tsx')).WorkersPage),
  definitions: lazily(async () => (await import('./pages/definitions-page.tsx')).DefinitionsPage),
  content: lazily(async () => (await import('./pages/content-page.tsx')).ContentPage),
  sessions: lazily(async () => (await import('./pages/sessions-page.tsx')).SessionsPage),
  cohorts: lazily(async () => (await import('./pages/cohorts-page.tsx')).CohortsPage),
  calendar: lazily(async () => (await import('./pages/calendar-page.tsx')).CalendarPage),
  reservations: lazily(async () => (await import('./pages/reservations-page.tsx')).ReservationsPage),
  scheduler: lazily(async () => (await import('./pages/scheduler-page.tsx')).SchedulerPage),
  labs: lazily(async () => (await import('./pages/labs-page.tsx')).LabsPage),
  templates: lazily(async () => (await import('./pages/templates-page.tsx')).TemplatesPage),
  capacity: lazily(async () => (await import('./pages/capacity-page.tsx')).CapacityPage),
  cost: lazily(async () => (await import('./pages/cost-page.tsx')).CostPage),
  instances: lazily(async () => (await import('./pages/instances-page.tsx')).InstancesPage),
  snapshots: lazily(async () => (await import('./pages/snapshots-page.tsx')).SnapshotsPage),
  tasks: lazily(async () => (await import('./pages/tasks-page.tsx')).TasksPage),
  notices: lazily(async () => (await import('./pages/notices-page.tsx')).NoticesPage),
  me: lazily(async () => (await import('./pages/me-page.tsx')).MePage),
  audit: lazily(async () => (await import('./pages/audit-page.tsx')).AuditPage),
  system: lazily(async () => (await import('./pages/system-page.tsx')).SystemPage),
  settings: lazily(async () => (await import('./pages/settings-page.tsx')).SettingsPage),
  'not-found': NotFound,
} as const;

/** Of what there are many, by its id. */
const pagesOfOne = {
  worker: lazily(async () => (await import('./pages/worker-page.tsx')).WorkerPage),
  definition: lazily(async () => (await import('./pages/definition-page.tsx')).DefinitionPage),
  session: lazily(async () => (await import('./pages/session-page.tsx')).SessionPage),
  cohort: lazily(async () => (await import('./pages/cohort-page.tsx')).CohortPage),
  lab: lazily(async () => (await import('./pages/lab-page.tsx')).LabPage),
  task: lazily(async () => (await import('./pages/task-page.tsx')).TaskPage),
} as const;

/** Fetches the code of all screens, so that going to one shows it at once. */
export async function loadScreens(): Promise<void> {
  const screens = [...Object.values(pages), ...Object.values(pagesOfOne)];
  await Promise.all(screens.map(async (screen) => 'load' in screen && screen.load()));
}

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
