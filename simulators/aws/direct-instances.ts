import { fromIso, instant } from '@lcm/core/kernel';
import {
  type InstanceChecks,
  type InstanceId,
  type Instances,
  InstancesError,
  type InstancesQuery,
  instanceId,
  type LaunchRequest,
  type SeenImage,
  type SeenInstance,
} from '@lcm/core/ports/instances';
import { type DirectDeps, directCall } from './direct-call.ts';
import { accountId, type Image, isOffered, regions, zonesOf } from './model/catalog.ts';
import type { Ec2Model } from './model/ec2-model.ts';
import { wildcard } from './model/filters.ts';
import type { Ec2Instance, LaunchOrder } from './model/instance.ts';
import { withoutTags, withTags } from './model/tags.ts';

/** The model as a port, with nothing in between: the same calls, faults and refusals as over the network. */
export class DirectInstances implements Instances {
  readonly #deps: DirectDeps;

  constructor(deps: DirectDeps) {
    this.#deps = deps;
  }

  async launch(request: LaunchRequest): Promise<SeenInstance> {
    const { region } = request;
    const image = await this.#call(region, 'DescribeImages', (model) => wantedImage(model, request));
    if (image === undefined) return this.#launchedBefore(request, noImage(request));
    try {
      const order = orderOf(request, image);
      const launched = await this.#call(region, 'RunInstances', (model) => model.runInstances(region, order));
      const [first] = launched.map(seen);
      if (first) return first;
      throw new InstancesError('unavailable', 'RunInstances answered without an instance');
    } catch (error) {
      if (!(error instanceof InstancesError) || error.code !== 'token-used') throw error;
      return this.#launchedBefore(request, error);
    }
  }

  async list(query: InstancesQuery): Promise<readonly SeenInstance[]> {
    const { region, ids, imageIds } = query;
    if (ids?.length === 0 || imageIds?.length === 0) return [];
    const all = await this.#call(region, 'DescribeInstances', (model) => model.describeInstances({ region, ids: [] }));
    return all.filter((one) => isAskedFor(one, query)).map(seen);
  }

  async images(region: string, namePattern: string): Promise<readonly SeenImage[]> {
    const pattern = wildcard(namePattern);
    const all = await this.#call(region, 'DescribeImages', (model) => model.storage.describeImages(region));
    return all
      .filter((image) => pattern.test(image.name) && (isOurs(image) || image.shared === true))
      .map(({ id, name, description, createdAt, owner }) => ({
        id,
        name,
        description,
        createdAt: fromIso(createdAt),
        owner,
      }))
      .toSorted((a, b) => b.createdAt - a.createdAt);
  }

  async checks(region: string, ids: readonly InstanceId[]): Promise<readonly InstanceChecks[]> {
    if (ids.length === 0) return [];
    const describe = (model: Ec2Model): readonly Ec2Instance[] => model.describeInstances({ region, ids: [] });
    const all = await this.#call(region, 'DescribeInstanceStatus', describe);
    return all.filter(({ id, state }) => state === 'running' && ids.some((wanted) => wanted === id)).map(checksOf);
  }

  async start(region: string, id: InstanceId): Promise<void> {
    await this.#call(region, 'StartInstances', (model) => model.startInstances({ region, ids: [id] }));
  }

  async stop(region: string, id: InstanceId): Promise<void> {
    await this.#call(region, 'StopInstances', (model) => model.stopInstances({ region, ids: [id] }));
  }

  async terminate(region: string, id: InstanceId): Promise<void> {
    await this.#call(region, 'TerminateInstances', (model) => model.terminateInstances({ region, ids: [id] }));
  }

  async tag(region: string, id: InstanceId, tags: Readonly<Record<string, string>>): Promise<void> {
    if (Object.keys(tags).length === 0) return;
    await this.#call(region, 'CreateTags', (model) =>
      model.changeTags({ region, ids: [id] }, 'CreateTags', (present) => withTags(present, tags)),
    );
  }

  async untag(region: string, id: InstanceId, keys: readonly string[]): Promise<void> {
    if (keys.length === 0) return;
    const removed = new Map(keys.map((key) => [key, undefined] as const));
    await this.#call(region, 'DeleteTags', (model) =>
      model.changeTags({ region, ids: [id] }, 'DeleteTags', (present) => withoutTags(present, removed)),
    );
  }

  async monitor(region: string, id: InstanceId, detailed: boolean): Promise<void> {
    const action = detailed ? 'MonitorInstances' : 'UnmonitorInstances';
    await this.#call(region, action, (model) => model.setMonitoring({ region, ids: [id] }, detailed));
  }

  async regions(from: string): Promise<readonly string[]> {
    return this.#call(from, 'DescribeRegions', () => regions.toSorted());
  }

  async zones(region: string, instanceType: string): Promise<readonly string[]> {
    const offering = (): readonly string[] => zonesOf(region).filter((zone) => isOffered(instanceType, zone));
    return this.#call(region, 'DescribeInstanceTypeOfferings', offering);
  }

  async #launchedBefore({ region, token }: LaunchRequest, otherwise: InstancesError): Promise<SeenInstance> {
    const [found] = await this.list({ region, token });
    if (found) return found;
    throw otherwise;
  }

  async #call<Answer>(region: string, action: string, run: (model: Ec2Model) => Answer): Promise<Answer> {
    return directCall(this.#deps, { action, region }, run);
  }
}

function wantedImage(model: Ec2Model, { region, imageId, imageName }: LaunchRequest): Image | undefined {
  const pattern = wildcard(imageName);
  return model.storage
    .describeImages(region)
    .filter(isOurs)
    .filter(({ id, name }) => (imageId === undefined ? pattern.test(name) : id === imageId))
    .toSorted((a, b) => b.createdAt.localeCompare(a.createdAt))[0];
}

function isOurs({ owner, ownerAlias }: Image): boolean {
  return owner === accountId || ownerAlias === 'amazon';
}

function isAskedFor(one: Ec2Instance, { ids, token, imageIds, tags = {}, tagKeys = [] }: InstancesQuery): boolean {
  const { id, order } = one;
  const isNamed = isAmong(id, ids) && isAmong(order.imageId, imageIds) && isAmong(order.token, token && [token]);
  const isTagged = Object.entries(tags).every(([key, value]) => one.tags[key] === value);
  return isNamed && isTagged && tagKeys.every((key) => Object.hasOwn(one.tags, key));
}

function isAmong(value: string | undefined, wanted: readonly string[] | '' | undefined): boolean {
  return wanted === undefined || wanted === '' || wanted.some((each) => each === value);
}

function noImage({ region, imageId, imageName }: LaunchRequest): InstancesError {
  const wanted = imageId === undefined ? `is named like ${imageName}` : `has the id ${imageId}`;
  return new InstancesError('invalid-parameter', `no image in ${region} ${wanted}`);
}

function orderOf({ instanceType, token, zone, volumeGiB, tags }: LaunchRequest, image: Image): LaunchOrder {
  return {
    instanceType,
    token,
    tags,
    volumeTags: tags,
    availabilityZone: zone,
    imageId: image.id,
    minCount: 1,
    maxCount: 1,
    securityGroupIds: [],
    volume: {
      device: image.rootDevice,
      sizeGiB: Math.max(volumeGiB, image.sizeGiB),
      type: 'gp3',
      encrypted: true,
    },
    httpTokens: 'required',
    monitoring: false,
  };
}

function checksOf({ id, checks, event }: Ec2Instance): InstanceChecks {
  const planned = event && { ...event, notBefore: instant(event.notBefore) };
  return { id: instanceId(id), ...checks, ...(planned && { events: [planned] }) };
}

function seen(instance: Ec2Instance): SeenInstance {
  const { id, region, state, order, availabilityZone, address, privateIp, tags } = instance;
  const isThere = state !== 'terminated';
  return {
    id: instanceId(id),
    region,
    state,
    token: order.token,
    instanceType: order.instanceType,
    imageId: order.imageId,
    availabilityZone,
    launchedAt: instant(instance.launchedAt),
    publicIp: address,
    privateIp: isThere ? privateIp : undefined,
    tags,
    stateReason: instance.stateReason,
    rootVolumeId: isThere ? instance.volumeId : undefined,
    detailedMonitoring: instance.monitoring,
  };
}
