import type { Permission } from '@lcm/core/domain/access';
import { paths, type Route } from './paths.ts';

export interface NavEntry {
  readonly label: string;
  readonly path: string;
  /** Where it is shown as the place one is at. */
  readonly screens: readonly Route['screen'][];
  readonly needs?: Permission;
}

export interface NavGroup {
  readonly label: string;
  readonly entries: readonly NavEntry[];
}

/** The whole menu. What one does all day stands by itself; what one looks after is in groups. */
export const navigation: readonly (NavEntry | NavGroup)[] = [
  { label: 'Overview', path: paths.overview(), screens: ['overview'] },
  {
    label: 'Sessions',
    entries: [
      { label: 'Sessions', path: paths.sessions(), screens: ['sessions', 'session'] },
      { label: 'Cohorts', path: paths.cohorts(), screens: ['cohorts', 'cohort'], needs: 'session:all' },
      { label: 'Calendar', path: paths.calendar(), screens: ['calendar'] },
      { label: 'Reservations', path: paths.reservations(), screens: ['reservations'], needs: 'session:all' },
      { label: 'Notices', path: paths.notices(), screens: ['notices'] },
      { label: 'Scheduler', path: paths.scheduler(), screens: ['scheduler'], needs: 'session:all' },
    ],
  },
  { label: 'Catalogue', path: paths.definitions(), screens: ['definitions', 'definition', 'content'] },
  {
    label: 'Fleet',
    entries: [
      { label: 'Workers', path: paths.workers(), screens: ['workers', 'worker'] },
      { label: 'Labs', path: paths.labs(), screens: ['labs', 'lab'] },
      { label: 'Found in the cloud', path: paths.instances(), screens: ['instances'] },
      { label: 'Templates', path: paths.templates(), screens: ['templates'] },
      { label: 'Snapshots', path: paths.snapshots(), screens: ['snapshots'] },
      { label: 'Capacity', path: paths.capacity(), screens: ['capacity'] },
      { label: 'Cost', path: paths.cost(), screens: ['cost'] },
    ],
  },
  { label: 'Tasks', path: paths.tasks(), screens: ['tasks', 'task'] },
  {
    label: 'Admin',
    entries: [
      { label: 'Audit', path: paths.audit(), screens: ['audit'], needs: 'audit:read' },
      { label: 'System', path: paths.system(), screens: ['system'] },
      { label: 'Settings', path: paths.settings(), screens: ['settings'] },
    ],
  },
];

/** The group that has the screen in it. */
export function groupOf(screen: Route['screen']): string | undefined {
  return navigation.find((item) => 'entries' in item && item.entries.some(({ screens }) => screens.includes(screen)))
    ?.label;
}
