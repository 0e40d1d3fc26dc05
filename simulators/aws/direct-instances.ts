import { toInstancesError } from '@lcm/core/adapters/instances/ec2-mapping';
import { type Clock, fromIso, instant } from '@lcm/core/kernel';
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
import { AnswerLostError, disturbed } from './disturbed.ts';
import { accountId, type Image, imagesOf } from './model/catalog.ts';
import { Ec2Error } from './model/ec2-error.ts';
import type { Ec2Model } from './model/ec2-model.ts';
import { wildcard } from './model/filters.ts';
import type { Ec2Instance, LaunchOrder } from './model/instance.ts';

export interface DirectInstancesDeps {
  readonly model: Ec2Model;
  readonly clock: Clock;
}

/** The model as a port, with nothing in between: the same calls, faults and refusals as over the network. */
export class DirectInstances implements Instances {
  readonly #deps: DirectInstancesDeps;

  constructor(deps: DirectInstancesDeps) {
    this.#deps = deps;
  }

  async launch(request: LaunchRequest): Promise<SeenInstance> {
    const { region, token } = request;
    const image = await this.#call(region, 'DescribeImages', () => newestImage(request));
    if (image === undefined) return this.#launchedBefore(region, token, noImage(request));
    try {
      const order = orderOf(request, image);
      const launched = await this.#call(region, 'RunInstances', (model) => model.runInstances(region, order));
      const [first] = launched.map(seen);
      if (first) return first;
      throw new InstancesError('unavailable', 'RunInstances answered without an instance');
    } catch (error) {
      const cause = error instanceof InstancesError ? error.cause : undefined;
      if (!(cause instanceof Error) || cause.name !== 'IdempotentParameterMismatch') throw error;
      return this.#launchedBefore(region, token, new InstancesError('unavailable', 'not shown yet', { cause }));
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
    const all = await this.#call(region, 'DescribeImages', () => imagesOf(region));
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
    return all
      .filter(({ id, state }) => state === 'running' && ids.some((wanted) => wanted === id))
      .map(({ id, checks }) => ({ id: instanceId(id), ...checks }));
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
    await this.#call(region, 'CreateTags', (model) => model.createTags({ region, ids: [id] }, tags));
  }

  async #launchedBefore(region: string, token: string, otherwise: InstancesError): Promise<SeenInstance> {
    const [found] = await this.list({ region, token });
    if (found) return found;
    throw otherwise;
  }

  async #call<Answer>(region: string, action: string, run: (model: Ec2Model) => Answer): Promise<Answer> {
    const { model, clock } = this.#deps;
    try {
      return await disturbed({ faults: model.faults, clock }, { action, region }, () => run(model));
    } catch (error) {
      throw toInstancesError(action, asSdkError(error));
    }
  }
}

/** As the SDK throws it: the error's name is EC2's code. */
function asSdkError(error: unknown): unknown {
  if (error instanceof AnswerLostError) return Object.assign(new Error('socket hang up'), { name: 'TimeoutError' });
  if (!(error instanceof Ec2Error)) return error;
  const $metadata = { httpStatusCode: error.status };
  return Object.assign(new Error(error.message), { name: error.code, $metadata });
}

function newestImage({ region, imageId, imageName }: LaunchRequest): Image | undefined {
  const pattern = wildcard(imageName);
  return imagesOf(region)
    .filter((image) => (imageId === undefined ? pattern.test(image.name) : image.id === imageId) && isOurs(image))
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

function orderOf({ instanceType, token, volumeGiB, tags }: LaunchRequest, image: Image): LaunchOrder {
  return {
    instanceType,
    token,
    tags,
    imageId: image.id,
    minCount: 1,
    maxCount: 1,
    securityGroupIds: [],
    volume: { sizeGiB: volumeGiB, type: 'gp3', encrypted: true },
    httpTokens: 'required',
    monitoring: false,
  };
}

function seen(instance: Ec2Instance): SeenInstance {
  const { id, region, state, order, availabilityZone, address, privateIp, tags } = instance;
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
    privateIp: state === 'terminated' ? undefined : privateIp,
    tags,
    stateReason: instance.stateReason,
  };
}
