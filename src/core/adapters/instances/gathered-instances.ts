import type { Clock } from '../../kernel/index.ts';
import type {
  InstanceChecks,
  InstanceId,
  Instances,
  InstancesQuery,
  LaunchRequest,
  SeenImage,
  SeenInstance,
} from '../../ports/instances/index.ts';
import { Gathering, type GatheringPace } from './gathering.ts';

/** EC2 lets an account ask 100 questions at once and 20 a second from then on, in each region; others ask too. */
const defaultPace: GatheringPace = { gatherMs: 50, spacingMs: 1_000, mostIds: 100 };

/**
 * What many workers ask about their own instances in one moment becomes one question a region. All else passes as it is,
 * and so do questions that name more than one instance: whoever asks them has gathered already.
 */
export class GatheredInstances implements Instances {
  readonly #inner: Instances;
  readonly #clock: Clock;
  readonly #pace: GatheringPace;
  readonly #lists = new Map<string, Gathering<SeenInstance>>();
  readonly #checks = new Map<string, Gathering<InstanceChecks>>();

  constructor(inner: Instances, clock: Clock, pace: Partial<GatheringPace> = {}) {
    this.#inner = inner;
    this.#clock = clock;
    this.#pace = { ...defaultPace, ...pace };
  }

  async list(query: InstancesQuery): Promise<readonly SeenInstance[]> {
    const { region } = query;
    const id = onlyId(query);
    if (id === undefined) return this.#inner.list(query);
    return this.#of(this.#lists, region, (ids) => this.#inner.list({ region, ids })).ask(id);
  }

  async checks(region: string, ids: readonly InstanceId[]): Promise<readonly InstanceChecks[]> {
    const [id, ...others] = ids;
    if (id === undefined || others.length > 0) return this.#inner.checks(region, ids);
    return this.#of(this.#checks, region, (some) => this.#inner.checks(region, some)).ask(id);
  }

  launch(request: LaunchRequest): Promise<SeenInstance> {
    return this.#inner.launch(request);
  }

  images(region: string, namePattern: string): Promise<readonly SeenImage[]> {
    return this.#inner.images(region, namePattern);
  }

  start(region: string, id: InstanceId): Promise<void> {
    return this.#inner.start(region, id);
  }

  stop(region: string, id: InstanceId): Promise<void> {
    return this.#inner.stop(region, id);
  }

  terminate(region: string, id: InstanceId): Promise<void> {
    return this.#inner.terminate(region, id);
  }

  tag(region: string, id: InstanceId, tags: Readonly<Record<string, string>>): Promise<void> {
    return this.#inner.tag(region, id, tags);
  }

  untag(region: string, id: InstanceId, keys: readonly string[]): Promise<void> {
    return this.#inner.untag(region, id, keys);
  }

  monitor(region: string, id: InstanceId, detailed: boolean): Promise<void> {
    return this.#inner.monitor(region, id, detailed);
  }

  regions(from: string): Promise<readonly string[]> {
    return this.#inner.regions(from);
  }

  zones(region: string, instanceType: string): Promise<readonly string[]> {
    return this.#inner.zones(region, instanceType);
  }

  #of<Found extends { readonly id: InstanceId }>(
    regions: Map<string, Gathering<Found>>,
    region: string,
    look: (ids: readonly InstanceId[]) => Promise<readonly Found[]>,
  ): Gathering<Found> {
    const known = regions.get(region);
    if (known !== undefined) return known;
    const fresh = new Gathering({ look, clock: this.#clock, pace: this.#pace });
    regions.set(region, fresh);
    return fresh;
  }
}

/** The id of a question about one instance and nothing else of it. */
function onlyId({ region: _, ids, ...conditions }: InstancesQuery): InstanceId | undefined {
  const isConditional = Object.values(conditions).some((condition) => condition !== undefined);
  return isConditional || ids?.length !== 1 ? undefined : ids[0];
}
