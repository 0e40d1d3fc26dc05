import { runningConfiguration, typeAtConsole } from '@lcm/cml-simulator/model/device';
import { commandsBetween } from '@lcm/cml-simulator/model/ios/commands-between';
import type { CmlModel } from '@lcm/cml-simulator/model/model';
import type { Node } from '@lcm/cml-simulator/model/state';

/** A candidate types at a node's console what is missing of a configuration, and saves. */
export function typeSolution(cml: CmlModel, node: Node, wanted: string): void {
  const commands = commandsBetween(runningConfiguration(cml, node), wanted);
  for (const line of ['enable', 'configure terminal', ...commands, 'end', 'write memory']) {
    typeAtConsole(cml, node, line);
  }
}
