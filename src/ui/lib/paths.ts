import type { SessionStep } from './session-words.ts';

const one = encodeURIComponent;

type Query = Readonly<Record<string, string>>;

function addressOf(path: string, query: Query): string {
  const text = new URLSearchParams(query).toString();
  return text === '' ? path : `${path}?${text}`;
}

/** Every screen's address. Links are made here and nowhere else. */
/** What people do about the score of a session. */
export type GradingAction = 'regrade' | 'reread' | 'submit' | 'lock';

export const paths = {
  overview: () => '/',
  workers: () => '/workers',
  worker: (id: string) => `/workers/${one(id)}`,
  instances: () => '/instances',
  snapshots: () => '/snapshots',
  definitions: () => '/definitions',
  definition: (id: string) => `/definitions/${one(id)}`,
  content: () => '/content',
  contentOf: (definitionId: string) => addressOf('/content', { q: `id:${definitionId}` }),
  sessions: () => '/sessions',
  session: (id: string) => `/sessions/${one(id)}`,
  cohorts: () => '/cohorts',
  cohort: (id: string) => `/cohorts/${one(id)}`,
  calendar: () => '/calendar',
  reservations: () => '/reservations',
  scheduler: () => '/scheduler',
  workersOf: (template: string) => addressOf('/workers', { q: `template:${template}` }),
  labs: (query: Query = {}) => addressOf('/labs', query),
  lab: (id: string) => `/labs/${one(id)}`,
  templates: () => '/templates',
  capacity: () => '/capacity',
  cost: () => '/cost',
  tasks: () => '/tasks',
  task: (id: string) => `/tasks/${one(id)}`,
  notices: () => '/notices',
  me: () => '/me',
  audit: () => '/audit',
  system: () => '/system',
  settings: () => '/settings',
} as const;

const api = '/api/v1';

/** Every address of the API that a screen asks. */
export const apiPaths = {
  me: () => `${api}/auth/me`,
  login: (returnTo: string) => `${api}/auth/login?returnTo=${one(returnTo)}`,
  logout: () => `${api}/auth/logout`,
  system: () => `${api}/system`,
  systemHealth: () => `${api}/system/health`,
  resignLeader: (election: string) => `${api}/elections/${one(election)}/resign`,
  jobs: () => `${api}/jobs`,
  job: (name: string) => `${api}/jobs/${one(name)}`,
  triggerJob: (name: string) => `${api}/jobs/${one(name)}/trigger`,
  settings: () => `${api}/settings`,
  setting: (name: string) => `${api}/settings/${one(name)}`,
  retention: () => `${api}/retention`,
  stream: () => `${api}/events/stream`,
  workers: () => `${api}/workers`,
  worker: (id: string) => `${api}/workers/${one(id)}`,
  workerMetrics: (id: string, query: Readonly<Record<string, string>>) =>
    `${api}/workers/${one(id)}/metrics?${new URLSearchParams(query).toString()}`,
  workerCost: (id: string) => `${api}/workers/${one(id)}/cost`,
  templates: () => `${api}/worker-templates`,
  template: (name: string, query: Query = {}) => addressOf(`${api}/worker-templates/${one(name)}`, query),
  templateSwitch: (name: string, to: 'enable' | 'disable') => `${api}/worker-templates/${one(name)}/${to}`,
  cost: (query: Query) => addressOf(`${api}/cost`, query),
  costExport: (query: Query) => addressOf(`${api}/cost/export`, query),
  maintenance: (id: string, maintenanceId: string, query: Query) =>
    addressOf(`${api}/workers/${one(id)}/maintenance/${one(maintenanceId)}`, query),
  fleetOutlook: () => `${api}/fleet/outlook`,
  fleetCapacity: (query: Query) => addressOf(`${api}/fleet/capacity`, query),
  workerAction: (id: string, action: string, query: Query = {}) =>
    addressOf(`${api}/workers/${one(id)}/${one(action)}`, query),
  importWorkers: () => `${api}/workers/import`,
  instanceAction: (id: string, action: string) => `${api}/instances/${one(id)}/${one(action)}`,
  workerSnapshots: (id: string) => `${api}/workers/${one(id)}/snapshots`,
  snapshotPolicy: (id: string) => `${api}/workers/${one(id)}/snapshot-policy`,
  snapshot: (id: string, query: Query = {}) => addressOf(`${api}/snapshots/${one(id)}`, query),
  restoreSnapshot: (id: string) => `${api}/snapshots/${one(id)}/restore`,
  myMail: () => `${api}/me/mail`,
  testMyMail: () => `${api}/me/mail/test`,
  testNotices: () => `${api}/notices/test`,
  retryNotice: (id: string) => `${api}/notices/${one(id)}/retry`,
  definitions: () => `${api}/lablet-definitions`,
  checkUpload: () => `${api}/lablet-definitions/check`,
  topologyYaml: (id: string) => `${api}/lablet-definitions/${one(id)}/topology.yaml`,
  definition: (id: string, query: Query = {}) => addressOf(`${api}/lablet-definitions/${one(id)}`, query),
  topology: (id: string) => `${api}/lablet-definitions/${one(id)}/topology`,
  definitionNeeds: (id: string, query: Query = {}) => addressOf(`${api}/lablet-definitions/${one(id)}/needs`, query),
  definitionPorts: (id: string, query: Query = {}) => addressOf(`${api}/lablet-definitions/${one(id)}/ports`, query),
  contentSources: () => `${api}/content-sources`,
  syncContent: (sourceId: string) => `${api}/content-sources/${one(sourceId)}/sync`,
  contentPackages: () => `${api}/content-packages`,
  availability: (id: string, query: Query) => addressOf(`${api}/lablet-definitions/${one(id)}/availability`, query),
  definitionAction: (id: string, action: string) => `${api}/lablet-definitions/${one(id)}/${one(action)}`,
  sessions: (query: Query = {}) => addressOf(`${api}/lablet-sessions`, query),
  dryRun: () => `${api}/lablet-sessions/dry-run`,
  cohorts: () => `${api}/lablet-sessions/cohorts`,
  handOutSeats: (id: string) => `${api}/lablet-sessions/cohorts/${one(id)}/hand-out`,
  dryRunCohort: () => `${api}/lablet-sessions/cohorts/dry-run`,
  whatIf: () => `${api}/scheduler/what-if`,
  session: (id: string) => `${api}/lablet-sessions/${one(id)}`,
  changeSessions: () => `${api}/lablet-sessions/bulk`,
  sessionAction: (id: string, action: string) => `${api}/lablet-sessions/${one(id)}/${one(action)}`,
  sessionStep: ({ sessionId, pipeline, step }: SessionStep, order: 'retry' | 'skip') =>
    `${api}/lablet-sessions/${one(sessionId)}/steps/${one(pipeline)}/${one(step)}/${order}`,
  sessionCost: (id: string) => `${api}/lablet-sessions/${one(id)}/cost`,
  pipelineRuns: (id: string) => `${api}/lablet-sessions/${one(id)}/pipelines`,
  sessionNodes: (id: string) => `${api}/lablet-sessions/${one(id)}/nodes`,
  orderDelivery: (id: string, order: string) => `${api}/lablet-sessions/${one(id)}/delivery/${one(order)}`,
  launch: (id: string) => `${api}/lablet-sessions/${one(id)}/launch`,
  suggestRules: (definitionId: string) => `${api}/lablet-definitions/${one(definitionId)}/suggest-rules`,
  scoreReport: (id: string, grading?: number) =>
    `${api}/lablet-sessions/${one(id)}/score-report${grading === undefined ? '' : `?grading=${grading}`}`,
  keptWork: (id: string) => `${api}/lablet-sessions/${one(id)}/kept`,
  evidence: (id: string) => `${api}/lablet-sessions/${one(id)}/evidence`,
  evidenceArchive: (id: string) => `${api}/lablet-sessions/${one(id)}/evidence/archive`,
  evidenceFile: (id: string, name: string) => addressOf(`${api}/lablet-sessions/${one(id)}/evidence/file`, { name }),
  labs: (query: Query) => addressOf(`${api}/lab-records`, query),
  lab: (id: string) => `${api}/lab-records/${one(id)}`,
  labAction: (id: string, action: string) => `${api}/lab-records/${one(id)}/${one(action)}`,
  labYaml: (id: string, query: Query = {}) => addressOf(`${api}/lab-records/${one(id)}/topology.yaml`, query),
  labDiff: (id: string, query: Query) => addressOf(`${api}/lab-records/${one(id)}/revisions/diff`, query),
  importLab: () => `${api}/lab-records/import`,
  checkLabImport: () => `${api}/lab-records/check`,
  orderLabs: () => `${api}/lab-records/bulk`,
  deleteOrphans: () => `${api}/lab-records/orphans/delete`,
  tasks: () => `${api}/tasks`,
  task: (id: string) => `${api}/tasks/${one(id)}`,
  taskAction: (id: string, action: string) => `${api}/tasks/${one(id)}/${one(action)}`,
  history: (kind: string, id: string) => `${api}/history/${one(kind)}/${one(id)}`,
  audit: (query: Query) => `${api}/audit?${new URLSearchParams(query).toString()}`,
  newerAudit: (query: Query) => `${api}/audit/newer?${new URLSearchParams(query).toString()}`,
  auditExport: (query: Query) => `${api}/audit/export?${new URLSearchParams(query).toString()}`,
  auditEntry: (position: number) => `${api}/audit/${position}`,
} as const;

export type Route =
  | {
      readonly screen:
        | 'overview'
        | 'instances'
        | 'snapshots'
        | 'workers'
        | 'definitions'
        | 'content'
        | 'sessions'
        | 'cohorts'
        | 'calendar'
        | 'reservations'
        | 'scheduler'
        | 'labs'
        | 'tasks'
        | 'templates'
        | 'capacity'
        | 'cost'
        | 'notices'
        | 'me'
        | 'audit'
        | 'system'
        | 'settings'
        | 'not-found';
    }
  | { readonly screen: 'worker' | 'definition' | 'session' | 'cohort' | 'lab' | 'task'; readonly id: string };

const lists = {
  workers: 'worker',
  definitions: 'definition',
  sessions: 'session',
  cohorts: 'cohort',
  labs: 'lab',
  tasks: 'task',
} as const;

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Screens without anything below them. */
const singles = [
  'content',
  'calendar',
  'reservations',
  'scheduler',
  'instances',
  'snapshots',
  'templates',
  'capacity',
  'cost',
  'notices',
  'me',
  'audit',
  'system',
  'settings',
] as const;

function isSingle(name: string): name is (typeof singles)[number] {
  return singles.some((single) => single === name);
}

function isList(name: string): name is keyof typeof lists {
  return Object.hasOwn(lists, name);
}

/** The screen at an address; the opposite of `paths`. */
export function routeOf(pathname: string): Route {
  const [first, second, ...rest] = pathname.split('/').filter((part) => part !== '');
  if (first === undefined) return { screen: 'overview' };
  if (rest.length > 0) return { screen: 'not-found' };
  if (isSingle(first) && second === undefined) return { screen: first };
  if (!isList(first)) return { screen: 'not-found' };
  return second === undefined ? { screen: first } : { screen: lists[first], id: decoded(second) };
}
