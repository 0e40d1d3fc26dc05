import { CmlModel } from './model.ts';
import type { ServerState } from './state.ts';

/**
 * What a copy of the server's disk holds at this moment: labs and users as they are, nodes that ran as after a power
 * cut. A licence is not on the disk but with whoever registered: a copy has none.
 */
export function diskOf({ clock, random, settings, state }: CmlModel): ServerState {
  const copy = new CmlModel({ clock, random, settings, saved: structuredClone(state) });
  copy.powerOff();
  const { licensing } = copy.state;
  return {
    ...copy.toJSON(),
    licensing: {
      ...licensing,
      registration: { is: 'none' },
      renewedAt: null,
      authorizationRenewedAt: null,
      reservation: false,
      requestCode: null,
    },
    faults: [],
    effects: {},
  };
}
