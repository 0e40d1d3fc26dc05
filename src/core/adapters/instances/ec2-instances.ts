import type { DescribeImagesCommandInput, Image } from '@aws-sdk/client-ec2';
import {
  type InstanceChecks,
  type InstanceId,
  type Instances,
  InstancesError,
  type InstancesQuery,
  type LaunchRequest,
  type SeenImage,
  type SeenInstance,
} from '../../ports/instances/index.ts';
import { Ec2Api, type Ec2ApiOptions, literal, pageSize, tagList } from './ec2-api.ts';
import { chunks, filterSets } from './ec2-filters.ts';
import { type Ec2Network, imageFilters, launchInput, noImage } from './ec2-launch.ts';
import { instanceChecks, newestImage, seenImages, seenInstance } from './ec2-mapping.ts';

export interface Ec2InstancesOptions extends Ec2ApiOptions {
  readonly networks?: Readonly<Record<string, Ec2Network>>;
  /** Of regions that have none of their own. */
  readonly network?: Ec2Network;
}

/** Virtual machines of AWS. It never retries by itself: whoever reconciles knows better when to ask again. */
export class Ec2Instances implements Instances {
  readonly #api: Ec2Api;
  readonly #networks: Readonly<Record<string, Ec2Network>>;
  readonly #network: Ec2Network | undefined;

  constructor({ networks = {}, network, ...options }: Ec2InstancesOptions = {}) {
    this.#api = new Ec2Api(options);
    this.#networks = networks;
    this.#network = network;
  }

  async launch(request: LaunchRequest): Promise<SeenInstance> {
    const { region } = request;
    const image = newestImage(await this.#images(region, imageFilters(request), { Owners: ['self', 'amazon'] }));
    if (image === undefined) return this.#launchedBefore(request, noImage(request));
    const input = launchInput(request, image, this.#networks[region] ?? this.#network);
    try {
      const answer = await this.#api.call(region, 'RunInstances', async ({ sdk, client, options }) =>
        client.send(new sdk.RunInstancesCommand(input), options),
      );
      const [launched] = answer.Instances ?? [];
      if (launched === undefined) throw new InstancesError('unavailable', 'RunInstances answered without an instance');
      return seenInstance(launched, region);
    } catch (error) {
      if (!(error instanceof InstancesError) || error.code !== 'token-used') throw error;
      return this.#launchedBefore(request, error);
    }
  }

  async list(query: InstancesQuery): Promise<readonly SeenInstance[]> {
    const found = filterSets(query).map(async (filters) => this.#describe(query.region, filters));
    return (await Promise.all(found)).flat();
  }

  async images(region: string, namePattern: string): Promise<readonly SeenImage[]> {
    const named = imageFilters({ imageName: namePattern });
    const known = await this.#images(region, named, { Owners: ['self', 'amazon'] });
    const shared = await this.#images(region, named, { ExecutableUsers: ['self'] });
    return seenImages([...known, ...shared]);
  }

  async checks(region: string, ids: readonly InstanceId[]): Promise<readonly InstanceChecks[]> {
    const found = await Promise.all(chunks(ids).map(async (some) => this.#checksOf(region, some)));
    return found.flat();
  }

  async start(region: string, id: InstanceId): Promise<void> {
    await this.#api.call(region, 'StartInstances', async ({ sdk, client, options }) =>
      client.send(new sdk.StartInstancesCommand({ InstanceIds: [id] }), options),
    );
  }

  async stop(region: string, id: InstanceId): Promise<void> {
    await this.#api.call(region, 'StopInstances', async ({ sdk, client, options }) =>
      client.send(new sdk.StopInstancesCommand({ InstanceIds: [id] }), options),
    );
  }

  async terminate(region: string, id: InstanceId): Promise<void> {
    await this.#api.call(region, 'TerminateInstances', async ({ sdk, client, options }) =>
      client.send(new sdk.TerminateInstancesCommand({ InstanceIds: [id] }), options),
    );
  }

  async tag(region: string, id: InstanceId, tags: Readonly<Record<string, string>>): Promise<void> {
    if (Object.keys(tags).length === 0) return;
    await this.#api.call(region, 'CreateTags', async ({ sdk, client, options }) =>
      client.send(new sdk.CreateTagsCommand({ Resources: [id], Tags: tagList(tags) }), options),
    );
  }

  async untag(region: string, id: InstanceId, keys: readonly string[]): Promise<void> {
    // To EC2, no keys are all keys.
    if (keys.length === 0) return;
    await this.#api.call(region, 'DeleteTags', async ({ sdk, client, options }) =>
      client.send(new sdk.DeleteTagsCommand({ Resources: [id], Tags: keys.map((Key) => ({ Key })) }), options),
    );
  }

  async monitor(region: string, id: InstanceId, detailed: boolean): Promise<void> {
    const InstanceIds = [id];
    const action = detailed ? 'MonitorInstances' : 'UnmonitorInstances';
    await this.#api.call(region, action, async ({ sdk, client, options }) =>
      detailed
        ? client.send(new sdk.MonitorInstancesCommand({ InstanceIds }), options)
        : client.send(new sdk.UnmonitorInstancesCommand({ InstanceIds }), options),
    );
  }

  async regions(from: string): Promise<readonly string[]> {
    const { Regions = [] } = await this.#api.call(from, 'DescribeRegions', async ({ sdk, client, options }) =>
      client.send(new sdk.DescribeRegionsCommand({}), options),
    );
    return Regions.flatMap(({ RegionName }) => RegionName ?? []).toSorted();
  }

  async zones(region: string, instanceType: string): Promise<readonly string[]> {
    const [open, offering] = await Promise.all([this.#openZones(region), this.#offeringZones(region, instanceType)]);
    return open.filter((zone) => offering.has(zone)).toSorted();
  }

  /** Lets go of all connections. */
  close(): void {
    this.#api.close();
  }

  async #openZones(region: string): Promise<readonly string[]> {
    const Filters = [
      { Name: 'state', Values: ['available'] },
      { Name: 'zone-type', Values: ['availability-zone'] },
    ];
    const action = 'DescribeAvailabilityZones';
    const { AvailabilityZones = [] } = await this.#api.call(region, action, async ({ sdk, client, options }) =>
      client.send(new sdk.DescribeAvailabilityZonesCommand({ Filters }), options),
    );
    return AvailabilityZones.flatMap(({ ZoneName }) => ZoneName ?? []);
  }

  async #offeringZones(region: string, instanceType: string): Promise<ReadonlySet<string>> {
    const Filters = [{ Name: 'instance-type', Values: [literal(instanceType)] }];
    const action = 'DescribeInstanceTypeOfferings';
    const pages = await this.#api.pages(region, action, async ({ sdk, client, options }, NextToken) =>
      client.send(
        new sdk.DescribeInstanceTypeOfferingsCommand({ LocationType: 'availability-zone', Filters, NextToken }),
        options,
      ),
    );
    return new Set(pages.flatMap((page) => (page.InstanceTypeOfferings ?? []).flatMap((one) => one.Location ?? [])));
  }

  async #images(
    region: string,
    Filters: { Name: string; Values: string[] }[],
    whose: Pick<DescribeImagesCommandInput, 'Owners' | 'ExecutableUsers'>,
  ): Promise<readonly Image[]> {
    const pages = await this.#api.pages(region, 'DescribeImages', async ({ sdk, client, options }, NextToken) =>
      client.send(new sdk.DescribeImagesCommand({ ...whose, Filters, MaxResults: pageSize, NextToken }), options),
    );
    return pages.flatMap(({ Images }) => Images ?? []);
  }

  /** A newer image, none any more or another template does not change what a token has launched. */
  async #launchedBefore({ region, token }: LaunchRequest, otherwise: InstancesError): Promise<SeenInstance> {
    const [found] = await this.list({ region, token });
    if (found) return found;
    throw otherwise;
  }

  async #describe(
    region: string,
    filters: readonly { readonly Name: string; readonly Values: string[] }[],
  ): Promise<readonly SeenInstance[]> {
    const pages = await this.#api.pages(region, 'DescribeInstances', async ({ sdk, client, options }, NextToken) =>
      client.send(
        new sdk.DescribeInstancesCommand({
          ...(filters.length > 0 && { Filters: [...filters] }),
          MaxResults: pageSize,
          NextToken,
        }),
        options,
      ),
    );
    const instances = pages.flatMap(({ Reservations }) => (Reservations ?? []).flatMap((one) => one.Instances ?? []));
    return instances.map((instance) => seenInstance(instance, region));
  }

  async #checksOf(region: string, ids: readonly InstanceId[]): Promise<readonly InstanceChecks[]> {
    try {
      return await this.#statuses(region, [...ids]);
    } catch (error) {
      if (!(error instanceof InstancesError) || error.code !== 'too-new') throw error;
      // One unknown id refuses all: ask for the whole region instead, and take what was asked for.
      const everything = await this.#statuses(region);
      return everything.filter(({ id }) => ids.includes(id));
    }
  }

  async #statuses(region: string, ids?: string[]): Promise<readonly InstanceChecks[]> {
    // EC2 takes ids or a page size, not both.
    const scope = ids ? { InstanceIds: ids } : { MaxResults: pageSize };
    const action = 'DescribeInstanceStatus';
    const pages = await this.#api.pages(region, action, async ({ sdk, client, options }, NextToken) =>
      client.send(new sdk.DescribeInstanceStatusCommand({ ...scope, NextToken }), options),
    );
    return pages.flatMap(({ InstanceStatuses }) => (InstanceStatuses ?? []).map(instanceChecks));
  }
}
