import type { Reservation } from '@lcm/core/domain/worker';
import type { ControlPlane } from '@lcm/core/ports/control-plane';
import { wrap } from '../process/wrap.ts';

/** Reservations say a tenth of what the session needs. */
export function stingy(controlPlane: ControlPlane): ControlPlane {
  const send: ControlPlane['send'] = async (name, input, options) =>
    controlPlane.send(
      name,
      'reservations' in input ? { ...input, reservations: input.reservations.map(tenth) } : input,
      options,
    );
  return wrap<ControlPlane>(controlPlane, { send });
}

function tenth(reservation: Reservation): Reservation {
  const { cpuCores, memoryMiB, storageGiB, nodes } = reservation.amounts;
  const amounts = {
    cpuCores: cpuCores / 10,
    memoryMiB: Math.ceil(memoryMiB / 10),
    storageGiB: storageGiB / 10,
    nodes: Math.ceil(nodes / 10),
  };
  return { ...reservation, amounts };
}
