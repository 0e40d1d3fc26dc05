import { because } from './because.ts';
import type { drainOrder } from './drain.ts';
import type { Http } from './http.ts';
import { apiPaths } from './paths.ts';
import type { FleetCapacityReport, Outlook, Timetable, Worker, WorkerPorts } from './views.ts';

export interface NewMaintenance {
  readonly from: string;
  readonly until: string;
  readonly keepsUp: boolean;
  readonly reason: string;
}

/** What is asked of the fleet as a whole, and of a worker’s time. */
export function createFleetApi(http: Http) {
  return {
    fleetOutlook: async () => (await http.get<{ readonly items: readonly Outlook[] }>(apiPaths.fleetOutlook())).items,
    fleetCapacity: async (region: string) =>
      http.get<FleetCapacityReport>(apiPaths.fleetCapacity(region === '' ? {} : { region })),
    workerPorts: async (id: string) => http.get<WorkerPorts>(apiPaths.workerAction(id, 'ports')),
    workerOutlook: async (id: string) => http.get<Outlook>(apiPaths.workerAction(id, 'outlook')),
    drainWorker: async (id: string, order: ReturnType<typeof drainOrder>, reason: string) =>
      http.post<Worker>(apiPaths.workerAction(id, 'drain'), { ...order, ...because(reason) }),
    forceDrain: async (id: string, reason: string) =>
      http.post<Worker>(apiPaths.workerAction(id, 'force-drain'), { reason }),
    planMaintenance: async (id: string, window: NewMaintenance) =>
      http.post<Worker>(apiPaths.workerAction(id, 'maintenance'), window),
    cancelMaintenance: async (id: string, maintenanceId: string, reason: string) =>
      http.delete<Worker>(apiPaths.maintenance(id, maintenanceId, because(reason))),
    setTimetable: async (id: string, timetable: Timetable) =>
      http.put<Worker>(apiPaths.workerAction(id, 'timetable'), timetable),
    snoozeWorker: async (id: string, minutes: number, reason = '') =>
      http.post<Worker>(apiPaths.workerAction(id, 'snooze'), { minutes, ...because(reason) }),
    removeTimetable: async (id: string) => http.delete<Worker>(apiPaths.workerAction(id, 'timetable')),
  };
}
