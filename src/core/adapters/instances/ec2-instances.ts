import type * as Ec2Sdk from '@aws-sdk/client-ec2';
import type { DescribeImagesCommandInput, EC2Client, Image, RunInstancesCommandInput } from '@aws-sdk/client-ec2';
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
import { chunks, filterSets } from './ec2-filters.ts';
import { instanceChecks, newestImage, seenImages, seenInstance, toInstancesError } from './ec2-mapping.ts';

type Sdk = typeof Ec2Sdk;

/** Where in the account's network new instances of a region go; the default VPC when left out. */
export interface Ec2Network {
  readonly subnetId?: string;
  readonly securityGroupIds?: readonly string[];
  readonly keyName?: string;
  readonly instanceProfile?: string;
}

export interface Ec2InstancesOptions {
  /** Another place that speaks EC2's protocol. */
  readonly endpoint?: string;
  /** The SDK's own chain (environment, profile, role) when left out. */
  readonly credentials?: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
  readonly networks?: Readonly<Record<string, Ec2Network>>;
  /** The longest that one call may take. */
  readonly timeoutMs?: number;
}

interface Session {
  readonly sdk: Sdk;
  readonly client: EC2Client;
  readonly options: { readonly abortSignal: AbortSignal };
}

const pageSize = 1000;

/** Virtual machines of AWS. It never retries by itself: whoever reconciles knows better when to ask again. */
export class Ec2Instances implements Instances {
  readonly #options: Ec2InstancesOptions;
  readonly #clients = new Map<string, EC2Client>();

  constructor(options: Ec2InstancesOptions = {}) {
    this.#options = options;
  }

  async launch(request: LaunchRequest): Promise<SeenInstance> {
    const { region, token } = request;
    const image = await this.#newestImage(request);
    if (image === undefined) return this.#launchedBefore(region, token, noImage(request));
    const input = launchInput(request, image, this.#options.networks?.[region]);
    try {
      const answer = await this.#call(region, 'RunInstances', async ({ sdk, client, options }) =>
        client.send(new sdk.RunInstancesCommand(input), options),
      );
      const [launched] = answer.Instances ?? [];
      if (launched === undefined) throw new InstancesError('unavailable', 'RunInstances answered without an instance');
      return seenInstance(launched, region);
    } catch (error) {
      if (!hasOtherParameters(error)) throw error;
      const message = `token ${token} has launched with other parameters, and EC2 does not show that instance`;
      return this.#launchedBefore(region, token, new InstancesError('unavailable', message, { cause: error }));
    }
  }

  async list(query: InstancesQuery): Promise<readonly SeenInstance[]> {
    const found = filterSets(query).map(async (filters) => this.#describe(query.region, filters));
    return (await Promise.all(found)).flat();
  }

  async images(region: string, namePattern: string): Promise<readonly SeenImage[]> {
    const named = { Name: 'name', Values: [namePattern] };
    const known = await this.#images(region, named, { Owners: ['self', 'amazon'] });
    const shared = await this.#images(region, named, { ExecutableUsers: ['self'] });
    return seenImages([...known, ...shared]);
  }

  async checks(region: string, ids: readonly InstanceId[]): Promise<readonly InstanceChecks[]> {
    const found = await Promise.all(chunks(ids).map(async (some) => this.#checksOf(region, some)));
    return found.flat();
  }

  async start(region: string, id: InstanceId): Promise<void> {
    await this.#call(region, 'StartInstances', async ({ sdk, client, options }) =>
      client.send(new sdk.StartInstancesCommand({ InstanceIds: [id] }), options),
    );
  }

  async stop(region: string, id: InstanceId): Promise<void> {
    await this.#call(region, 'StopInstances', async ({ sdk, client, options }) =>
      client.send(new sdk.StopInstancesCommand({ InstanceIds: [id] }), options),
    );
  }

  async terminate(region: string, id: InstanceId): Promise<void> {
    await this.#call(region, 'TerminateInstances', async ({ sdk, client, options }) =>
      client.send(new sdk.TerminateInstancesCommand({ InstanceIds: [id] }), options),
    );
  }

  async tag(region: string, id: InstanceId, tags: Readonly<Record<string, string>>): Promise<void> {
    if (Object.keys(tags).length === 0) return;
    await this.#call(region, 'CreateTags', async ({ sdk, client, options }) =>
      client.send(new sdk.CreateTagsCommand({ Resources: [id], Tags: tagList(tags) }), options),
    );
  }

  /** Lets go of all connections. */
  close(): void {
    for (const client of this.#clients.values()) client.destroy();
    this.#clients.clear();
  }

  async #newestImage({ region, imageId, imageName }: LaunchRequest): Promise<Image | undefined> {
    const which =
      imageId === undefined ? { Name: 'name', Values: [imageName] } : { Name: 'image-id', Values: [imageId] };
    return newestImage(await this.#images(region, which, { Owners: ['self', 'amazon'] }));
  }

  async #images(
    region: string,
    which: { readonly Name: string; readonly Values: string[] },
    whose: Pick<DescribeImagesCommandInput, 'Owners' | 'ExecutableUsers'>,
  ): Promise<readonly Image[]> {
    const Filters = [which, { Name: 'state', Values: ['available'] }];
    const pages = await this.#pages(region, 'DescribeImages', async ({ sdk, client, options }, NextToken) =>
      client.send(new sdk.DescribeImagesCommand({ ...whose, Filters, MaxResults: pageSize, NextToken }), options),
    );
    return pages.flatMap(({ Images }) => Images ?? []);
  }

  /** A newer image, none any more or another template does not change what a token has launched. */
  async #launchedBefore(region: string, token: string, otherwise: InstancesError): Promise<SeenInstance> {
    const [found] = await this.list({ region, token });
    if (found) return found;
    throw otherwise;
  }

  async #describe(
    region: string,
    filters: readonly { readonly Name: string; readonly Values: string[] }[],
  ): Promise<readonly SeenInstance[]> {
    const pages = await this.#pages(region, 'DescribeInstances', async ({ sdk, client, options }, NextToken) =>
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
      if (!(error instanceof InstancesError) || error.code !== 'not-found') throw error;
      // One unknown id refuses all: ask for the whole region instead, and take what was asked for.
      const everything = await this.#statuses(region);
      return everything.filter(({ id }) => ids.includes(id));
    }
  }

  async #statuses(region: string, ids?: string[]): Promise<readonly InstanceChecks[]> {
    // EC2 takes ids or a page size, not both.
    const scope = ids ? { InstanceIds: ids } : { MaxResults: pageSize };
    const pages = await this.#pages(region, 'DescribeInstanceStatus', async ({ sdk, client, options }, NextToken) =>
      client.send(new sdk.DescribeInstanceStatusCommand({ ...scope, NextToken }), options),
    );
    return pages.flatMap(({ InstanceStatuses }) => (InstanceStatuses ?? []).map(instanceChecks));
  }

  async #pages<Page extends { readonly NextToken?: string | undefined }>(
    region: string,
    action: string,
    page: (session: Session, token: string | undefined) => Promise<Page>,
  ): Promise<readonly Page[]> {
    const pages: Page[] = [];
    let token: string | undefined;
    do {
      const from = token;
      // oxlint-disable-next-line no-await-in-loop -- each page names the next
      const next = await this.#call(region, action, async (session) => page(session, from));
      pages.push(next);
      token = next.NextToken || undefined;
    } while (token !== undefined);
    return pages;
  }

  async #call<Answer>(region: string, action: string, run: (session: Session) => Promise<Answer>): Promise<Answer> {
    // Imported when first needed: the SDK takes as long to load as all the rest.
    const sdk = await import('@aws-sdk/client-ec2');
    const abortSignal = AbortSignal.timeout(this.#options.timeoutMs ?? 15_000);
    try {
      return await run({ sdk, client: this.#clientOf(sdk, region), options: { abortSignal } });
    } catch (error) {
      throw toInstancesError(action, error);
    }
  }

  #clientOf(sdk: Sdk, region: string): EC2Client {
    const { endpoint, credentials } = this.#options;
    const client =
      this.#clients.get(region) ??
      new sdk.EC2Client({ region, maxAttempts: 1, ...(endpoint && { endpoint }), ...(credentials && { credentials }) });
    this.#clients.set(region, client);
    return client;
  }
}

function noImage({ region, imageId, imageName }: LaunchRequest): InstancesError {
  const wanted = imageId === undefined ? `is named like ${imageName}` : `has the id ${imageId}`;
  return new InstancesError('invalid-parameter', `no image in ${region} ${wanted}`);
}

function launchInput(request: LaunchRequest, image: Image, network: Ec2Network = {}): RunInstancesCommandInput {
  const Tags = tagList(request.tags);
  const tagged = (['instance', 'volume'] as const).map((ResourceType) => ({ ResourceType, Tags }));
  const { subnetId, securityGroupIds, keyName, instanceProfile } = network;
  return {
    ClientToken: request.token,
    ImageId: image.ImageId,
    InstanceType: asInstanceType(request.instanceType),
    MinCount: 1,
    MaxCount: 1,
    ...(Tags.length > 0 && { TagSpecifications: tagged }),
    BlockDeviceMappings: [
      {
        DeviceName: image.RootDeviceName ?? '/dev/sda1',
        Ebs: { VolumeSize: request.volumeGiB, VolumeType: 'gp3', Encrypted: true, DeleteOnTermination: true },
      },
    ],
    MetadataOptions: { HttpTokens: 'required', HttpEndpoint: 'enabled' },
    ...(subnetId && { SubnetId: subnetId }),
    ...(securityGroupIds && { SecurityGroupIds: [...securityGroupIds] }),
    ...(keyName && { KeyName: keyName }),
    ...(instanceProfile && { IamInstanceProfile: { Name: instanceProfile } }),
  };
}

function asInstanceType(text: string): NonNullable<RunInstancesCommandInput['InstanceType']> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the SDK lists the types of its own release day; EC2 judges
  return text as NonNullable<RunInstancesCommandInput['InstanceType']>;
}

function tagList(tags: Readonly<Record<string, string>>): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

function hasOtherParameters(error: unknown): boolean {
  const cause = error instanceof InstancesError ? error.cause : undefined;
  return cause instanceof Error && cause.name === 'IdempotentParameterMismatch';
}
