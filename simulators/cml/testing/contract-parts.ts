import { FakeClock, SeededRandom } from '@lcm/core/kernel';
import type { CmlHarness } from '@lcm/core/ports/cml/contract';
import { addImageDefinition, addNodeDefinition } from '../model/custom-definitions.ts';
import { typeAtConsole } from '../model/device.ts';
import { getLab } from '../model/labs.ts';
import { CmlModel } from '../model/model.ts';
import { label } from '../model/power.ts';

export interface ContractParts {
  readonly clock: FakeClock;
  readonly model: CmlModel;
  /** What the contract does behind the back of the port. */
  readonly behind: Pick<CmlHarness, 'settle' | 'inject' | 'define' | 'type'>;
}

/** A server that has long been up, in a time that moves by hand. */
export function contractParts(): ContractParts {
  const clock = new FakeClock(1_700_000_000_000);
  const model = new CmlModel({ clock, random: new SeededRandom(1) }).skipBoot();
  const behind: ContractParts['behind'] = {
    settle: async (ms) => Promise.resolve(clock.step(ms)),
    inject: (fault) => model.addFault(fault),
    define: (what, document) => (what === 'node' ? addNodeDefinition : addImageDefinition)(model, document),
    type: async (lab, name, lines) => {
      const node = getLab(model, lab).nodes.find((one) => label(one) === name);
      if (node) for (const line of lines) typeAtConsole(model, node, line);
      await Promise.resolve();
    },
  };
  return { clock, model, behind };
}
