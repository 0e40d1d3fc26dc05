import { healthAnswer, labAnswer } from '@lcm/core/adapters/cml/cml-answers';
import {
  imagesAnswer,
  nodeDefinitionsAnswer,
  toImageDefinition,
  toNodeDefinitions,
} from '@lcm/core/adapters/cml/cml-definitions';
import { SILENCE_MS } from '@lcm/core/adapters/cml/cml-event-socket';
import { toEvents } from '@lcm/core/adapters/cml/cml-events';
import { toHealth, toLab } from '@lcm/core/adapters/cml/cml-mapping';
import { keysAnswer, taggedTilesAnswer, toPortsInUse } from '@lcm/core/adapters/cml/cml-ports';
import {
  addressesAnswer,
  elementStatesAnswer,
  placesAnswer,
  statisticsAnswer,
  topologyAnswer,
  toStatistics,
  toTopology,
} from '@lcm/core/adapters/cml/cml-topology';
import { unreadable } from '@lcm/core/adapters/cml/unread';
import {
  CmlError,
  type CmlEvent,
  type CmlHealth,
  type CmlImageDefinition,
  type CmlLab,
  type CmlLabStatistics,
  type CmlNodeDefinition,
  type CmlPortInUse,
  type CmlTopology,
  type NodeConfiguration,
  type Unread,
} from '@lcm/core/ports/cml';
import { EventsCut, watchEvents } from './event-frames.ts';
import { consoleKeys, screenKeys } from './http/keys.ts';
import { simulationStats } from './http/statistics.ts';
import { addressesView, elementStatesView, labView, nodeView, tileView, topologyView } from './http/views.ts';
import { Refusal } from './model/cml.ts';
import { allDefinitionDocuments, findDefinition, imageDocuments } from './model/definition-documents.ts';
import { extractConfiguration } from './model/device.ts';
import type { CmlModel } from './model/model.ts';
import { mainConfiguration } from './model/nodes.ts';
import { definitionId, label, nodeState } from './model/power.ts';
import type { Lab, Node, User } from './model/state.ts';
import { systemHealth } from './model/system.ts';

/** What is rich in detail is read from what the API would answer, with nothing in between. */

export function directHealth(cml: CmlModel): CmlHealth {
  return toHealth(healthAnswer.parse(systemHealth(cml)));
}

/** Reads what runs into the lab, as the adapter does. */
export function directConfigurations(cml: CmlModel, lab: Lab): readonly NodeConfiguration[] {
  return lab.nodes.map((node) => {
    const unread = extracted(cml, lab, node);
    const configuration = mainConfiguration(cml, node) ?? '';
    return { label: label(node), nodeDefinition: definitionId(node), configuration, unread };
  });
}

function extracted(cml: CmlModel, lab: Lab, node: Node): Unread | undefined {
  const nodeDefinition = definitionId(node);
  const isMute = findDefinition(cml, nodeDefinition)?.extracts !== true;
  const known = unreadable({ state: nodeState(cml, node), nodeDefinition }, new Set(isMute ? [nodeDefinition] : []));
  if (known) return known;
  try {
    extractConfiguration(cml, { lab, node });
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return { reason: error.message, mayPass: true };
    throw error;
  }
}

export function directLab(cml: CmlModel, lab: Lab, user: User): CmlLab {
  return toLab(labAnswer.parse(labView(cml, lab, user)));
}

export function directNodeDefinitions(cml: CmlModel): readonly CmlNodeDefinition[] {
  const images = imagesAnswer.parse(imageDocuments(cml));
  return toNodeDefinitions(nodeDefinitionsAnswer.parse(allDefinitionDocuments(cml)), images);
}

export function directImageDefinitions(cml: CmlModel): readonly CmlImageDefinition[] {
  return imagesAnswer.parse(imageDocuments(cml)).map(toImageDefinition);
}

export function directTopology(cml: CmlModel, lab: Lab): CmlTopology {
  const shape = { operational: true, excludeConfigurations: true };
  return toTopology({
    topology: topologyAnswer.parse(topologyView(cml, lab, false)),
    states: elementStatesAnswer.parse(elementStatesView(cml, lab)),
    places: placesAnswer.parse(lab.nodes.map((node) => nodeView(cml, { lab, node }, shape))),
    addresses: addressesAnswer.parse(addressesView(cml, lab)),
  });
}

export function directStatistics(cml: CmlModel, lab: Lab): CmlLabStatistics | undefined {
  return toStatistics(statisticsAnswer.parse(simulationStats(cml, lab)));
}

export function directPortsInUse(cml: CmlModel, user: User): readonly CmlPortInUse[] {
  const { labs } = cml.state;
  const tiles = Object.fromEntries(labs.map((lab) => [lab.id, tileView(cml, lab, user)]));
  const { lab_tiles: told } = taggedTilesAnswer.parse({ lab_tiles: tiles });
  return toPortsInUse({
    nodes: new Map(Object.entries(told).map(([id, { topology }]) => [id, topology.nodes])),
    consoles: keysAnswer.parse(consoleKeys(cml, labs)),
    screens: keysAnswer.parse(screenKeys(cml, labs)),
  });
}

export async function* directEvents(cml: CmlModel, signal: AbortSignal): AsyncGenerator<CmlEvent> {
  let heardAt = cml.clock.now();
  try {
    for await (const frame of watchEvents(cml, signal)) {
      const now = cml.clock.now();
      if (!frame && now - heardAt >= SILENCE_MS) throw new CmlError('unreachable', 'CML events: silent for too long');
      if (frame) heardAt = now;
      yield* frame ? toEvents(frame) : [];
    }
  } catch (error) {
    if (error instanceof EventsCut) throw new CmlError('unreachable', 'CML events: cut', { cause: error });
    throw error;
  }
}
