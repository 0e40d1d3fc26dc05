import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { apiPaths, paths, routeOf } from './paths.ts';

test('these are all addresses of screens and of the API', () => {
  const screens = Object.entries({ ...paths, labs: () => paths.labs({ status: 'orphaned' }) }).map(([name, path]) => [
    name,
    path('x_1'),
  ]);
  const api = {
    me: apiPaths.me(),
    login: apiPaths.login('/workers?q=a b'),
    logout: apiPaths.logout(),
    system: apiPaths.system(),
    stream: apiPaths.stream(),
    workers: apiPaths.workers(),
    worker: apiPaths.worker('wkr_1'),
    workerAction: apiPaths.workerAction('wkr_1', 'cancel-drain'),
    definition: apiPaths.definition('def_1'),
    topology: apiPaths.topology('def_1'),
    definitionAction: apiPaths.definitionAction('def_1', 'activate'),
    sessions: apiPaths.sessions(),
    dryRun: apiPaths.dryRun(),
    cohorts: apiPaths.cohorts(),
    dryRunCohort: apiPaths.dryRunCohort(),
    whatIf: apiPaths.whatIf(),
    availability: apiPaths.availability('def_1', { seats: '3' }),
    session: apiPaths.session('ses_1'),
    sessionAction: apiPaths.sessionAction('ses_1', 'terminate'),
    changeSessions: apiPaths.changeSessions(),
    orderDelivery: apiPaths.orderDelivery('ses_1', 'pause'),
    launch: apiPaths.launch('ses_1'),
    scoreReport: apiPaths.scoreReport('ses_1'),
    evidence: apiPaths.evidence('ses_1'),
    evidenceArchive: apiPaths.evidenceArchive('ses_1'),
    evidenceFile: apiPaths.evidenceFile('ses_1', 'consoles/R1.log'),
    labs: apiPaths.labs({ q: 'status:deleted' }),
    lab: apiPaths.lab('lab_1'),
    labAction: apiPaths.labAction('lab_1', 'stop'),
    labYaml: apiPaths.labYaml('lab_1', { revision: '2' }),
    labDiff: apiPaths.labDiff('lab_1', { from: '1', to: '2' }),
    importLab: apiPaths.importLab(),
    checkLabImport: apiPaths.checkLabImport(),
    deleteOrphans: apiPaths.deleteOrphans(),
    tasks: apiPaths.tasks(),
    task: apiPaths.task('tsk_1'),
    taskAction: apiPaths.taskAction('tsk_1', 'status'),
    history: apiPaths.history('worker', 'wkr_1'),
    template: apiPaths.template('metal', { reason: 'too dear' }),
    templateSwitch: apiPaths.templateSwitch('metal', 'disable'),
    workerSnapshots: apiPaths.workerSnapshots('wkr_1'),
    snapshotPolicy: apiPaths.snapshotPolicy('wkr_1'),
    snapshot: apiPaths.snapshot('snp_1', { reason: 'too old' }),
    restoreSnapshot: apiPaths.restoreSnapshot('snp_1'),
    cost: apiPaths.cost({ by: 'month' }),
    costExport: apiPaths.costExport({}),
    workerCost: apiPaths.workerCost('wkr_1'),
    audit: apiPaths.audit({ limit: '50', actor: 'ada' }),
  };
  expect({ screens: Object.fromEntries(screens), api }).toMatchInlineSnapshot(`
    {
      "api": {
        "audit": "/api/v1/audit?limit=50&actor=ada",
        "availability": "/api/v1/lablet-definitions/def_1/availability?seats=3",
        "changeSessions": "/api/v1/lablet-sessions/bulk",
        "checkLabImport": "/api/v1/lab-records/check",
        "cohorts": "/api/v1/lablet-sessions/cohorts",
        "cost": "/api/v1/cost?by=month",
        "costExport": "/api/v1/cost/export",
        "definition": "/api/v1/lablet-definitions/def_1",
        "definitionAction": "/api/v1/lablet-definitions/def_1/activate",
        "deleteOrphans": "/api/v1/lab-records/orphans/delete",
        "dryRun": "/api/v1/lablet-sessions/dry-run",
        "dryRunCohort": "/api/v1/lablet-sessions/cohorts/dry-run",
        "evidence": "/api/v1/lablet-sessions/ses_1/evidence",
        "evidenceArchive": "/api/v1/lablet-sessions/ses_1/evidence/archive",
        "evidenceFile": "/api/v1/lablet-sessions/ses_1/evidence/file?name=consoles%2FR1.log",
        "history": "/api/v1/history/worker/wkr_1",
        "importLab": "/api/v1/lab-records/import",
        "lab": "/api/v1/lab-records/lab_1",
        "labAction": "/api/v1/lab-records/lab_1/stop",
        "labDiff": "/api/v1/lab-records/lab_1/revisions/diff?from=1&to=2",
        "labYaml": "/api/v1/lab-records/lab_1/topology.yaml?revision=2",
        "labs": "/api/v1/lab-records?q=status%3Adeleted",
        "launch": "/api/v1/lablet-sessions/ses_1/launch",
        "login": "/api/v1/auth/login?returnTo=%2Fworkers%3Fq%3Da%20b",
        "logout": "/api/v1/auth/logout",
        "me": "/api/v1/auth/me",
        "orderDelivery": "/api/v1/lablet-sessions/ses_1/delivery/pause",
        "restoreSnapshot": "/api/v1/snapshots/snp_1/restore",
        "scoreReport": "/api/v1/lablet-sessions/ses_1/score-report",
        "session": "/api/v1/lablet-sessions/ses_1",
        "sessionAction": "/api/v1/lablet-sessions/ses_1/terminate",
        "sessions": "/api/v1/lablet-sessions",
        "snapshot": "/api/v1/snapshots/snp_1?reason=too+old",
        "snapshotPolicy": "/api/v1/workers/wkr_1/snapshot-policy",
        "stream": "/api/v1/events/stream",
        "system": "/api/v1/system",
        "task": "/api/v1/tasks/tsk_1",
        "taskAction": "/api/v1/tasks/tsk_1/status",
        "tasks": "/api/v1/tasks",
        "template": "/api/v1/worker-templates/metal?reason=too+dear",
        "templateSwitch": "/api/v1/worker-templates/metal/disable",
        "topology": "/api/v1/lablet-definitions/def_1/topology",
        "whatIf": "/api/v1/scheduler/what-if",
        "worker": "/api/v1/workers/wkr_1",
        "workerAction": "/api/v1/workers/wkr_1/cancel-drain",
        "workerCost": "/api/v1/workers/wkr_1/cost",
        "workerSnapshots": "/api/v1/workers/wkr_1/snapshots",
        "workers": "/api/v1/workers",
      },
      "screens": {
        "audit": "/audit",
        "calendar": "/calendar",
        "capacity": "/capacity",
        "cohort": "/cohorts/x_1",
        "cohorts": "/cohorts",
        "content": "/content",
        "contentOf": "/content?q=id%3Ax_1",
        "cost": "/cost",
        "definition": "/definitions/x_1",
        "definitions": "/definitions",
        "instances": "/instances",
        "lab": "/labs/x_1",
        "labs": "/labs?status=orphaned",
        "me": "/me",
        "notices": "/notices",
        "overview": "/",
        "reservations": "/reservations",
        "scheduler": "/scheduler",
        "session": "/sessions/x_1",
        "sessions": "/sessions",
        "settings": "/settings",
        "snapshots": "/snapshots",
        "system": "/system",
        "task": "/tasks/x_1",
        "tasks": "/tasks",
        "templates": "/templates",
        "worker": "/workers/x_1",
        "workers": "/workers",
        "workersOf": "/workers?q=template%3Ax_1",
      },
    }
  `);
});

test('every address leads to its screen, whatever the id', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), (id) => {
      expect(routeOf(paths.worker(id))).toEqual({ screen: 'worker', id });
      expect(routeOf(paths.definition(id))).toEqual({ screen: 'definition', id });
      expect(routeOf(paths.session(id))).toEqual({ screen: 'session', id });
      expect(routeOf(paths.lab(id))).toEqual({ screen: 'lab', id });
    }),
  );
  expect(routeOf(paths.overview())).toEqual({ screen: 'overview' });
  expect(routeOf(paths.workers())).toEqual({ screen: 'workers' });
  expect(routeOf(paths.labs())).toEqual({ screen: 'labs' });
  expect(routeOf(paths.audit())).toEqual({ screen: 'audit' });
  expect(routeOf(paths.templates())).toEqual({ screen: 'templates' });
  expect(routeOf(paths.cost())).toEqual({ screen: 'cost' });
});

test.each(['/nowhere', '/workers/a/b', '/audit/1', '/constructor'])('%s is no screen', (path) => {
  expect(routeOf(path)).toEqual({ screen: 'not-found' });
});

test('an address with a broken escape is still an address', () => {
  expect(routeOf('/workers/%E0%A4%A')).toEqual({ screen: 'worker', id: '%E0%A4%A' });
});
