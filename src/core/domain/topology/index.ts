export type { HostDoor } from './host-door.ts';
export { hostDoorOf } from './host-door.ts';
export type { LabNeeds } from './lab-needs.ts';
export { needsOf } from './lab-needs.ts';
export type { Console, Nature, NodeDefinition, NodeDefinitions } from './node-definitions.ts';
export {
  builtInNodeDefinitions,
  isLicensed,
  natures,
  withNodeDefinitions,
  withToldFigures,
} from './node-definitions.ts';
export type { ClaimedPort, PortEntry, PortProtocol } from './port-template.ts';
export { claimedPortsOf, isPortTag, portProtocols, portTemplateOf } from './port-template.ts';
export type {
  ConfigurationFile,
  LinkEnd,
  Topology,
  TopologyInterface,
  TopologyLink,
  TopologyNode,
  TopologyRejection,
} from './topology.ts';
