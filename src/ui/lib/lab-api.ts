import { because } from './because.ts';
import type { Http } from './http.ts';
import { apiPaths } from './paths.ts';
import type {
  DeletedOrphan,
  LabImportCheck,
  LabLevel,
  LabRecord,
  LabStatistics,
  LabTopology,
  OrderedLab,
  RevisionDiff,
  Worker,
} from './views.ts';

export interface LabClone {
  readonly title?: string;
  readonly workerId?: string;
}

export interface LabImport {
  readonly yaml: string;
  readonly workerId?: string;
  readonly title?: string;
}

export interface NewAssignment {
  readonly personId: string;
  readonly personName?: string;
  readonly level: LabLevel;
  readonly reason: string;
}

export type LabCommand = 'start' | 'stop' | 'wipe' | 'archive' | 'delete' | 'retry' | 'settle-ports';
/** What the screens of labs ask and order. */
export function labApi(http: Http) {
  return {
    labs: async (q: string) => (await http.get<{ readonly items: readonly LabRecord[] }>(apiPaths.labs({ q }))).items,
    lab: async (id: string) => http.get<LabRecord>(apiPaths.lab(id)),
    labTopology: async (id: string) => http.get<LabTopology>(apiPaths.labAction(id, 'topology')),
    labStatistics: async (id: string) => http.get<LabStatistics>(apiPaths.labAction(id, 'statistics')),
    labYaml: async (id: string, revision: number) => http.text(apiPaths.labYaml(id, { revision: String(revision) })),
    labDiff: async (id: string, from: number, to: number) =>
      http.get<RevisionDiff>(apiPaths.labDiff(id, { from: String(from), to: String(to) })),
    commandLab: async (id: string, command: LabCommand, reason: string) =>
      http.post<LabRecord>(apiPaths.labAction(id, command), because(reason)),
    orderLabs: async (command: LabCommand, labRecordIds: readonly string[], reason: string) => {
      const order = { command, labRecordIds, ...because(reason) };
      return (await http.post<{ readonly items: readonly OrderedLab[] }>(apiPaths.orderLabs(), order)).items;
    },
    assignLab: async (id: string, to: NewAssignment) => http.post<LabRecord>(apiPaths.labAction(id, 'assign'), to),
    unassignLab: async (id: string, from: { readonly personId: string; readonly reason: string }) =>
      http.post<LabRecord>(apiPaths.labAction(id, 'unassign'), from),
    cloneLab: async (id: string, to: LabClone) => http.post<LabRecord>(apiPaths.labAction(id, 'clone'), to),
    checkLabImport: async (lab: LabImport) => http.post<LabImportCheck>(apiPaths.checkLabImport(), lab),
    importLab: async (lab: LabImport) => http.post<LabRecord>(apiPaths.importLab(), lab),
    deleteOrphans: async (labRecordIds: readonly string[], reason: string) =>
      (
        await http.post<{ readonly items: readonly DeletedOrphan[] }>(apiPaths.deleteOrphans(), {
          labRecordIds,
          ...because(reason),
        })
      ).items,
    refreshLabs: async (workerId: string) => http.post<Worker>(apiPaths.workerAction(workerId, 'refresh-labs'), {}),
  };
}
