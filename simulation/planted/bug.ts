import type { LiveFeed } from '@lcm/control-plane-api/application/live-feed';
import type { WireRequest } from '@lcm/core/adapters/control-plane/wire-control-plane';
import type { CmlServers } from '@lcm/core/ports/cml';
import type { ControlPlane } from '@lcm/core/ports/control-plane';
import type { Coordination } from '@lcm/core/ports/coordination';
import type { Instances } from '@lcm/core/ports/instances';
import type { StateStore } from '@lcm/core/ports/state-store';
import type { Process } from '../process/process.ts';

/** What stands between our code and a port of its own process. */
export interface Plant {
  readonly store?: (store: StateStore) => StateStore;
  readonly coordination?: (coordination: Coordination) => Coordination;
  readonly feed?: (feed: LiveFeed) => LiveFeed;
  readonly request?: (request: WireRequest) => WireRequest;
  readonly controlPlane?: (controlPlane: ControlPlane, process: Process) => ControlPlane;
  readonly instances?: (instances: Instances, process: Process) => Instances;
  readonly cml?: (servers: CmlServers, process: Process) => CmlServers;
}

/** A week, or the days at its beginning. */
export interface Week {
  readonly seed: number;
  readonly days: number;
  readonly controlPlanes: number;
}

/** Most bugs show soon, and are found at the latest when all has come to rest. */
export function firstDaysOf(seed: number): Week {
  return { seed, days: 2, controlPlanes: 1 };
}

/** A bug that is planted, to show that the checks would find it. Never in the product's code: always in front of a port. */
export interface PlantedBug {
  readonly name: string;
  readonly invariant: string;
  /** What is wrong, as a programmer would have got it wrong. */
  readonly what: string;
  readonly plant: Plant;
  /** Where it is known to show; left out of what takes too rare a meeting to be found soon. */
  readonly showsIn?: Week;
}
