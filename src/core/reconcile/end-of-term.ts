import { stateKey } from '../contracts/state-keys.ts';
import { electionNames, orderToEnd } from '../domain/election/index.ts';
import type { ControlPlane } from '../ports/control-plane/index.ts';
import { type AnyReconcilerSetup, setup } from './controller.ts';
import type { Leadership } from './leader.ts';
import { settled } from './reconciler.ts';

/** Listens for an operator who wants this term to end, and then gives way. An order for another term is none. */
export function endOfTerm(controlPlane: ControlPlane, leadership: Leadership): AnyReconcilerSetup {
  const { election, epoch = 0, token } = leadership.fence();
  const prefix = stateKey(`election/${election}`);
  const keys = electionNames.filter((name) => name === election);
  return setup({
    reconciler: {
      name: 'end-of-term',
      async reconcile(name) {
        const order = orderToEnd(await controlPlane.get('election', name), { epoch, token });
        if (order !== undefined) leadership.resign(`asked to give way: ${order.reason}`);
        return settled;
      },
    },
    prefixes: [prefix],
    keys,
    keyOf: ({ key }) => keys.find(() => key === prefix),
  });
}
