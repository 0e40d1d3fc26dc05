import type { OperationDeps } from '../application/deps.ts';
import { activateDefinition } from '../commands/definition/activate-definition.ts';
import { archiveDefinition } from '../commands/definition/archive-definition.ts';
import { deactivateDefinition } from '../commands/definition/deactivate-definition.ts';
import { deleteDefinitionForGood } from '../commands/definition/delete-definition.ts';
import { deprecateDefinition } from '../commands/definition/deprecate-definition.ts';
import { editDefinitionFacts } from '../commands/definition/edit-definition.ts';
import { resetDefinitionNeeds, setDefinitionNeeds } from '../commands/definition/set-needs.ts';
import { resetDefinitionPorts, setDefinitionPorts } from '../commands/definition/set-ports.ts';
import { setReceivers } from '../commands/definition/set-receivers.ts';
import { setWarmDepth } from '../commands/definition/set-warm-depth.ts';
import { uploadDefinition } from '../commands/definition/upload-definition.ts';
import { checkUpload } from '../queries/definition/check-upload.ts';
import { downloadTopology } from '../queries/definition/download-topology.ts';
import { getAvailability } from '../queries/definition/get-availability.ts';
import { getDefinition } from '../queries/definition/get-definition.ts';
import { getNeeds } from '../queries/definition/get-needs.ts';
import { getReceivers } from '../queries/definition/get-receivers.ts';
import { getTopology } from '../queries/definition/get-topology.ts';
import { getWarmLabs } from '../queries/definition/get-warm-labs.ts';
import { listDefinitions } from '../queries/definition/list-definitions.ts';
import type { Route } from './route.ts';

/** What there is to book. */
export const definitionRoutes: readonly Route<OperationDeps>[] = [
  { method: 'get', path: '/lablet-definitions', operation: listDefinitions },
  { method: 'post', path: '/lablet-definitions', operation: uploadDefinition, status: 201, labsInBody: 1 },
  { method: 'post', path: '/lablet-definitions/check', operation: checkUpload, labsInBody: 1 },
  { method: 'get', path: '/lablet-definitions/{definitionId}', operation: getDefinition },
  { method: 'patch', path: '/lablet-definitions/{definitionId}', operation: editDefinitionFacts },
  { method: 'delete', path: '/lablet-definitions/{definitionId}', operation: deleteDefinitionForGood },
  { method: 'get', path: '/lablet-definitions/{definitionId}/needs', operation: getNeeds },
  { method: 'put', path: '/lablet-definitions/{definitionId}/needs', operation: setDefinitionNeeds },
  { method: 'delete', path: '/lablet-definitions/{definitionId}/needs', operation: resetDefinitionNeeds },
  { method: 'put', path: '/lablet-definitions/{definitionId}/ports', operation: setDefinitionPorts },
  { method: 'delete', path: '/lablet-definitions/{definitionId}/ports', operation: resetDefinitionPorts },
  { method: 'get', path: '/lablet-definitions/{definitionId}/availability', operation: getAvailability },
  { method: 'get', path: '/lablet-definitions/{definitionId}/topology', operation: getTopology },
  { method: 'get', path: '/lablet-definitions/{definitionId}/topology.yaml', operation: downloadTopology },
  { method: 'get', path: '/lablet-definitions/{definitionId}/receivers', operation: getReceivers },
  { method: 'put', path: '/lablet-definitions/{definitionId}/receivers', operation: setReceivers },
  { method: 'get', path: '/lablet-definitions/{definitionId}/warm-labs', operation: getWarmLabs },
  { method: 'put', path: '/lablet-definitions/{definitionId}/warm-depth', operation: setWarmDepth },
  { method: 'post', path: '/lablet-definitions/{definitionId}/activate', operation: activateDefinition },
  { method: 'post', path: '/lablet-definitions/{definitionId}/deactivate', operation: deactivateDefinition },
  { method: 'post', path: '/lablet-definitions/{definitionId}/deprecate', operation: deprecateDefinition },
  { method: 'post', path: '/lablet-definitions/{definitionId}/archive', operation: archiveDefinition },
];
