import type { FoundInstanceAction } from '@lcm/core/domain/instance';
import { because } from './because.ts';
import { definitionApi } from './definition-api.ts';
import { createFleetApi } from './fleet-api.ts';
import type { Http } from './http.ts';
import type { ImportOrder } from './import-draft.ts';
import { labApi } from './lab-api.ts';
import { apiPaths } from './paths.ts';
import { sessionApi } from './session-api.ts';
import { createSystemApi } from './system-api.ts';
import type { NewTask, TaskUpdate } from './task-form.ts';
import type {
  AuditEntry,
  AuditPage,
  Commit,
  CostReport,
  IdleStatus,
  ImportedInstance,
  Me,
  Metrics,
  NewSnapshot,
  NewWorker,
  Snapshot,
  SystemInfo,
  TagsChange,
  Task,
  Template,
  TemplateDraft,
  Worker,
  WorkerCost,
} from './views.ts';

export interface LicenseRegistration {
  /** Absent for the fleet’s. */
  readonly token?: string;
  readonly reregister: boolean;
  readonly reason: string;
}

/** From when to when, and in how many points at most. */
export interface MetricsRange {
  readonly from: number;
  readonly to: number;
  readonly points: number;
}

/** `null`: to nobody, to no department. */
export interface Handover {
  readonly assignee?: { readonly id: string; readonly name?: string } | null;
  readonly department?: string | null;
}

export type WorkerCommand = 'start' | 'stop' | 'drain' | 'cancel-drain' | 'terminate';
export type InstanceCommand = Exclude<FoundInstanceAction, 'seek'>;

export type Api = ReturnType<typeof createApi>;

/** Every question the screens ask and every order they give, by name. */
export function createApi(http: Http) {
  return {
    me: async () => http.get<Me>(apiPaths.me()),
    logout: async () => http.post<{ readonly redirectTo?: string } | undefined>(apiPaths.logout()),
    system: async () => http.get<SystemInfo>(apiPaths.system()),
    ...createSystemApi(http),
    ...createFleetApi(http),
    worker: async (id: string) => http.get<Worker>(apiPaths.worker(id)),
    workerMetrics: async (id: string, { from, to, points }: MetricsRange) => {
      const query = { from: new Date(from).toISOString(), to: new Date(to).toISOString(), points: String(points) };
      return http.get<Metrics>(apiPaths.workerMetrics(id, query));
    },
    createWorker: async (input: NewWorker) => http.post<Worker>(apiPaths.workers(), input),
    createTemplate: async (draft: TemplateDraft) => http.post<Template>(apiPaths.templates(), draft),
    defineTemplate: async ({ name, ...draft }: TemplateDraft) => http.put<Template>(apiPaths.template(name), draft),
    switchTemplate: async (name: string, to: 'enable' | 'disable') =>
      http.post<Template>(apiPaths.templateSwitch(name, to)),
    deleteTemplate: async (name: string, reason: string) =>
      http.delete<Template>(apiPaths.template(name, because(reason))),
    cost: async (query: Readonly<Record<string, string>>) => http.get<CostReport>(apiPaths.cost(query)),
    workerCost: async (id: string) => http.get<WorkerCost>(apiPaths.workerCost(id)),
    commandWorker: async (id: string, command: WorkerCommand, reason: string) =>
      http.post<unknown>(apiPaths.workerAction(id, command), because(reason)),
    ...licenseOrders(http),
    idleStatus: async (id: string) => http.get<IdleStatus>(apiPaths.workerAction(id, 'idle-status')),
    changeTags: async (id: string, change: TagsChange) => http.post<Worker>(apiPaths.workerAction(id, 'tags'), change),
    setMonitoring: async (id: string, enabled: boolean, reason: string) =>
      http.post<Worker>(apiPaths.workerAction(id, 'monitoring'), { enabled, ...because(reason) }),
    setIdleDetection: async (id: string, enabled: boolean, reason: string) =>
      http.post<Worker>(apiPaths.workerAction(id, 'idle-detection'), { enabled, ...because(reason) }),
    importWorkers: async (order: ImportOrder) =>
      (await http.post<{ readonly items: readonly ImportedInstance[] }>(apiPaths.importWorkers(), order)).items,
    decideOnInstance: async (id: string, command: InstanceCommand, reason: string) =>
      http.post<unknown>(apiPaths.instanceAction(id, command), because(reason)),
    ...definitionApi(http),
    ...sessionApi(http),
    ...taskApi(http),
    ...labApi(http),
    ...snapshotApi(http),
    ...historyApi(http),
  };
}

function licenseOrders(http: Http) {
  return {
    registerLicense: async (id: string, { reason, ...order }: LicenseRegistration) =>
      http.post<Worker>(apiPaths.workerAction(id, 'license'), { ...order, ...because(reason) }),
    deregisterLicense: async (id: string, reason: string) =>
      http.delete<Worker>(apiPaths.workerAction(id, 'license', because(reason))),
  };
}

function snapshotApi(http: Http) {
  return {
    snapshot: async (id: string) => http.get<Snapshot>(apiPaths.snapshot(id)),
    createSnapshot: async (workerId: string, asked: NewSnapshot, reason: string) =>
      http.post<Snapshot>(apiPaths.workerSnapshots(workerId), { ...asked, ...because(reason) }),
    deleteSnapshot: async (id: string, reason: string) => http.delete<Snapshot>(apiPaths.snapshot(id, because(reason))),
    restoreSnapshot: async (id: string, name: string) =>
      http.post<Worker>(apiPaths.restoreSnapshot(id), name === '' ? {} : { name }),
    setSnapshotPolicy: async (workerId: string, policy: NonNullable<Worker['snapshotPolicy']>) =>
      http.put<Worker>(apiPaths.snapshotPolicy(workerId), policy),
    removeSnapshotPolicy: async (workerId: string) => http.delete<Worker>(apiPaths.snapshotPolicy(workerId)),
  };
}

function taskApi(http: Http) {
  return {
    task: async (id: string) => http.get<Task>(apiPaths.task(id)),
    createTask: async (task: NewTask) => http.post<Task>(apiPaths.tasks(), task),
    updateTask: async (id: string, changes: TaskUpdate) => http.put<Task>(apiPaths.task(id), changes),
    moveTask: async (id: string, to: Task['status'], reason: string) =>
      http.post<Task>(apiPaths.taskAction(id, 'status'), { to, ...because(reason) }),
    handOverTask: async (id: string, to: Handover) => http.post<Task>(apiPaths.taskAction(id, 'assign'), to),
    commentOnTask: async (id: string, text: string) => http.post<Task>(apiPaths.taskAction(id, 'comments'), { text }),
    deleteTask: async (id: string) => http.delete<Task>(apiPaths.task(id)),
  };
}

function historyApi(http: Http) {
  return {
    history: async (kind: string, id: string) =>
      (await http.get<{ readonly items: readonly Commit[] }>(apiPaths.history(kind, id))).items,
    auditEntry: async (position: number) => http.get<AuditEntry>(apiPaths.auditEntry(position)),
    newerAudit: async (query: Readonly<Record<string, string>>) =>
      (await http.get<{ readonly count: number }>(apiPaths.newerAudit(query))).count,
    audit: async (query: Readonly<Record<string, string>>) => http.get<AuditPage>(apiPaths.audit(query)),
  };
}
