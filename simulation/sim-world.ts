import { Ec2Model } from '@lcm/aws-simulator/model/ec2-model';
import { defaultSettings as ec2Settings } from '@lcm/aws-simulator/model/settings';
import { CmlModel } from '@lcm/cml-simulator/model/model';
import { MemoryBlobs } from '@lcm/core/adapters/blobs/memory-blobs';
import { EmbeddedCoordination } from '@lcm/core/adapters/coordination/embedded-coordination';
import { MemorySampleStore } from '@lcm/core/adapters/sample-store/memory-sample-store';
import { MemoryStateStore } from '@lcm/core/adapters/state-store/memory-state-store';
import { type Random, SeededRandom, VirtualClock } from '@lcm/core/kernel';
import { LdsModel } from '@lcm/lds-simulator/model/lds-model';
import { Auditor } from './auditor.ts';

export const cmlPassword = 'simulated';

/** A Monday, so that a seed's week is the same week for ever. */
const start = Date.UTC(2027, 0, 4);

/**
 * Everything that outlives the product's processes: the stores, the cloud, the CML servers on it, the delivery system.
 * One seed makes one world.
 */
export class SimWorld {
  readonly clock: VirtualClock;
  readonly random: Random;
  readonly store: MemoryStateStore;
  readonly coordination: EmbeddedCoordination;
  readonly blobs = new MemoryBlobs();
  readonly samples = new MemorySampleStore();
  readonly auditor = new Auditor();
  readonly ec2: Ec2Model;
  readonly lds: LdsModel;
  readonly #cml = new Map<string, CmlModel>();
  /** Instances that somebody else ended. */
  readonly endedOutside = new Set<string>();
  /** Instances that we ended with a licence in their hands. */
  readonly leakedLicenses: string[] = [];

  constructor(seed: number) {
    this.random = new SeededRandom(seed);
    const { random } = this;
    this.clock = new VirtualClock({ start, shuffle: new SeededRandom(seed + 1) });
    const { clock } = this;
    this.store = new MemoryStateStore(`seed-${seed}`);
    this.coordination = new EmbeddedCoordination({ clock });
    const settings = { ...ec2Settings, failingLaunches: 0.02 };
    this.ec2 = new Ec2Model({
      clock,
      random,
      settings,
      addressOf: (n) => `198.51.${Math.floor(n / 250)}.${(n % 250) + 1}`,
    });
    this.lds = new LdsModel({ clock, random });
  }

  /** The CML server that answers at an address, if its host runs. */
  cmlAt(url: string): CmlModel | undefined {
    this.tend();
    const address = url.replace(/^https:\/\//, '');
    const host = this.ec2.truth.find((instance) => instance.state === 'running' && instance.address === address);
    return host && this.#cml.get(host.id);
  }

  cmlServers(): readonly (readonly [string, CmlModel])[] {
    this.tend();
    return [...this.#cml];
  }

  /** Makes the CML servers what their hosts are by now. Cheap, so it is done whenever somebody looks. */
  tend(): void {
    for (const { id, state } of this.ec2.truth) {
      const model = this.#cml.get(id);
      if (state === 'running') this.#serverOf(id).powerOn();
      else if (state === 'stopping' || state === 'stopped') model?.powerOff();
      else if (state === 'shutting-down' || state === 'terminated') this.#end(id, model);
    }
  }

  #serverOf(id: string): CmlModel {
    const known = this.#cml.get(id);
    if (known) return known;
    const { clock, random } = this;
    const fresh = new CmlModel({ clock, random, settings: { password: cmlPassword } });
    this.#cml.set(id, fresh);
    return fresh;
  }

  #end(id: string, model: CmlModel | undefined): void {
    if (model === undefined) return;
    // Nobody can give back what somebody else, or EC2 itself, took away with the host.
    const isOurs = this.ec2.effects.terminations[id] !== undefined && !this.endedOutside.has(id);
    if (model.holdsLicense && isOurs) this.leakedLicenses.push(id);
    this.#cml.delete(id);
  }
}
