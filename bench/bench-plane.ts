import { type OpenControlPlane, openControlPlane } from '@lcm/control-plane-api/compose';
import { MemoryBlobs } from '@lcm/core/adapters/blobs/memory-blobs';
import { EmbeddedCoordination } from '@lcm/core/adapters/coordination/embedded-coordination';
import { ldsDeliveries } from '@lcm/core/adapters/lab-delivery/lds-deployments';
import { MemorySampleStore } from '@lcm/core/adapters/sample-store/memory-sample-store';
import type { Clock, Random } from '@lcm/core/kernel';
import { defaultPlacementSettings } from '@lcm/core/placement';
import type { StateStore } from '@lcm/core/ports/state-store';

export interface BenchPlane {
  readonly plane: OpenControlPlane;
  readonly coordination: EmbeddedCoordination;
}

/** The real control plane over the given store; nothing that is measured here asks for what is outside. */
export async function openBenchPlane(on: { store: StateStore; clock: Clock; random: Random }): Promise<BenchPlane> {
  const coordination = new EmbeddedCoordination({ clock: on.clock });
  const plane = await openControlPlane({
    ...on,
    coordination,
    samples: new MemorySampleStore(),
    secretKeys: ['a key of this bench alone, 32 long'],
    blobs: new MemoryBlobs(),
    labDeliveries: ldsDeliveries({ baseUrl: 'http://127.0.0.1:9', username: 'nobody', password: 'none' }),
    settings: { bookingHorizonDays: 180, sessionQuotaPerOwner: 3, placement: defaultPlacementSettings },
    about: { version: 'bench', simulated: [] },
    onProjectionError: () => undefined,
  });
  return { plane, coordination };
}
