import type { InstanceChecks, InstanceId, InstanceState, Instances, LaunchRequest, SeenInstance } from './index.ts';

/** A cloud with nothing in it yet, and what the contract must know of it. */
export interface InstancesHarness {
  readonly instances: Instances;
  readonly region: string;
  readonly otherRegion: string;
  /** A launch that this cloud accepts, in `region`. */
  readonly request: Omit<LaunchRequest, 'token' | 'region' | 'tags'>;
  /** Another instance type that this cloud knows. */
  readonly otherType: string;
  /** Lets the cloud do what it would in half a minute: moves a virtual clock, or waits. */
  readonly settle: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** How often the contract lets the cloud settle before it gives up. */
const patience = 200;

/** A harness with the words the tests use. */
export class Cloud {
  readonly harness: InstancesHarness;
  readonly instances: Instances;
  readonly region: string;

  constructor(harness: InstancesHarness) {
    this.harness = harness;
    this.instances = harness.instances;
    this.region = harness.region;
  }

  readonly launch = async (token: string, tags: Readonly<Record<string, string>> = {}): Promise<SeenInstance> =>
    this.instances.launch({ ...this.harness.request, region: this.region, token, tags });

  /** Reads may lag: asks until it is so. */
  readonly eventually = async <Seen>(look: () => Promise<Seen>, isEnough: (seen: Seen) => boolean): Promise<Seen> => {
    for (let attempt = 0; attempt < patience; attempt++) {
      // oxlint-disable-next-line no-await-in-loop -- polling is one after the other
      const seen = await look();
      if (isEnough(seen)) return seen;
      // oxlint-disable-next-line no-await-in-loop -- polling is one after the other
      await this.harness.settle();
    }
    throw new Error(`it did not come to be: ${isEnough.toString()}`);
  };

  readonly becomes = async (id: InstanceId, state: InstanceState): Promise<SeenInstance> => {
    const list = async (): Promise<readonly SeenInstance[]> => this.instances.list({ region: this.region, ids: [id] });
    const [found] = await this.eventually(list, ([one]) => one?.state === state);
    if (found === undefined) throw new Error(`${id} vanished`);
    return found;
  };

  readonly passes = async (id: InstanceId): Promise<InstanceChecks | undefined> => {
    const checks = async (): Promise<readonly InstanceChecks[]> => this.instances.checks(this.region, [id]);
    const [found] = await this.eventually(checks, ([one]) => one?.instance === 'ok');
    return found;
  };
}
