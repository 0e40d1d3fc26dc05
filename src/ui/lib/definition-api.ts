import { because } from './because.ts';
import type { Http } from './http.ts';
import { apiPaths } from './paths.ts';
import type {
  ContentPackage,
  ContentSource,
  Definition,
  DefinitionEdit,
  DefinitionNeeds,
  DefinitionReceivers,
  LabCheck,
  LabUpload,
  NeedsOrder,
  PortsOrder,
  RefreshAnswer,
  SuggestedRules,
  Topology,
  UploadedDefinition,
  WarmLabs,
} from './views.ts';

/** What is asked and ordered of definitions, and of where their content comes from. */
export function definitionApi(http: Http) {
  return {
    definition: async (id: string) => http.get<Definition>(apiPaths.definition(id)),
    checkUpload: async (lab: LabUpload) => http.post<LabCheck>(apiPaths.checkUpload(), lab),
    uploadDefinition: async (lab: LabUpload) => http.post<UploadedDefinition>(apiPaths.definitions(), lab),
    suggestRules: async (id: string, solution: string) =>
      http.post<SuggestedRules>(apiPaths.suggestRules(id), { solution }),
    topologyYaml: async (id: string) => http.text(apiPaths.topologyYaml(id)),
    topology: async (id: string) => http.get<Topology>(apiPaths.topology(id)),
    warmLabs: async (id: string) => http.get<WarmLabs>(apiPaths.definitionAction(id, 'warm-labs')),
    setWarmDepth: async (id: string, depth: number, reason: string) =>
      http.put<Definition>(apiPaths.definitionAction(id, 'warm-depth'), { depth, ...because(reason) }),
    failureReceivers: async (id: string) => http.get<DefinitionReceivers>(apiPaths.definitionAction(id, 'receivers')),
    setFailureReceivers: async (id: string, receivers: readonly string[], reason: string) =>
      http.put<DefinitionReceivers>(apiPaths.definitionAction(id, 'receivers'), { receivers, ...because(reason) }),
    commandDefinition: async (id: string, command: string, reason: string) =>
      http.post<Definition>(apiPaths.definitionAction(id, command), because(reason)),
    deleteDefinition: async (id: string, reason: string) =>
      http.delete<Definition>(apiPaths.definition(id, because(reason))),
    editDefinition: async (id: string, changes: DefinitionEdit) =>
      http.patch<Definition>(apiPaths.definition(id), changes),
    definitionNeeds: async (id: string) => http.get<DefinitionNeeds>(apiPaths.definitionNeeds(id)),
    setNeeds: async (id: string, needs: NeedsOrder) => http.put<Definition>(apiPaths.definitionNeeds(id), needs),
    resetNeeds: async (id: string, reason: string) =>
      http.delete<Definition>(apiPaths.definitionNeeds(id, because(reason))),
    setPorts: async (id: string, ports: PortsOrder) => http.put<Definition>(apiPaths.definitionPorts(id), ports),
    resetPorts: async (id: string, reason: string) =>
      http.delete<Definition>(apiPaths.definitionPorts(id, because(reason))),
    contentSources: async () =>
      (await http.get<{ readonly items: readonly ContentSource[] }>(apiPaths.contentSources())).items,
    contentPackages: async () =>
      (await http.get<{ readonly items: readonly ContentPackage[] }>(apiPaths.contentPackages())).items,
    syncContent: async (sourceId: string) => http.post<RefreshAnswer>(apiPaths.syncContent(sourceId)),
  };
}
