import type { Cml } from '../model/cml.ts';
import type { Definition } from '../model/definition.ts';
import { findDefinition } from '../model/definition-documents.ts';
import { definitionId, label, nodeState } from '../model/power.ts';
import type { Lab, Node, Properties } from '../model/state.ts';
import { consoleKey } from './views.ts';

/** Which consoles of these labs can be opened now, by key. CML does not tell here on which ports tags publish them. */
export function consoleKeys(cml: Cml, labs: readonly Lab[]): Properties {
  const all = running(cml, labs).flatMap(({ node, definition, told }) =>
    Array.from({ length: definition.serialPorts }, (_, line) => [consoleKey(node, line), { ...told, line }]),
  );
  return Object.fromEntries(all);
}

/** Screens: of full machines only. */
export function screenKeys(cml: Cml, labs: readonly Lab[]): Properties {
  const shown = running(cml, labs).filter(({ definition }) => definition.domain === 'kvm');
  return Object.fromEntries(shown.map(({ node, told }) => [node.vncKey, { ...told, compute_address: '::1' }]));
}

interface Running {
  readonly node: Node;
  readonly definition: Definition;
  readonly told: Properties;
}

function running(cml: Cml, labs: readonly Lab[]): Running[] {
  return labs.flatMap((lab) =>
    lab.nodes.flatMap((node) => {
      const definition = findDefinition(cml, definitionId(node));
      if (!definition || !['STARTED', 'BOOTED'].includes(nodeState(cml, node))) return [];
      const told = {
        node_id: node.id,
        compute_id: cml.state.computeId,
        lab_id: lab.id,
        label: label(node),
        driver: definition.domain.toUpperCase(),
      };
      return [{ node, definition, told }];
    }),
  );
}
