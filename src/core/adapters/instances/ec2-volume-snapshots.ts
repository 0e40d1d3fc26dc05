import type { Image, Instance, Snapshot } from '@aws-sdk/client-ec2';
import { InstancesError } from '../../ports/instances/index.ts';
import {
  type SeenSnapshot,
  type SnapshotId,
  type SnapshotRequest,
  type SnapshotsQuery,
  snapshotKeyTag,
  type VolumeSnapshots,
} from '../../ports/volume-snapshots/index.ts';
import { Ec2Api, type Ec2ApiOptions, pageSize, tagFilters, tagList } from './ec2-api.ts';
import { rootVolumeId } from './ec2-mapping.ts';
import { bootTags, imageNameOf, notOurs, registration, seenSnapshot, unfinished } from './ec2-snapshot-mapping.ts';

type Filters = { readonly Name: string; readonly Values: string[] }[];

/** Snapshots of AWS. It never retries by itself. */
export class Ec2VolumeSnapshots implements VolumeSnapshots {
  readonly #api: Ec2Api;

  constructor(options: Ec2ApiOptions = {}) {
    this.#api = new Ec2Api(options);
  }

  async create(request: SnapshotRequest): Promise<SeenSnapshot> {
    const { region, key, description } = request;
    const [known] = await this.list({ region, key });
    if (known) return known;
    const instance = await this.#instance(request);
    const VolumeId = rootVolumeId(instance);
    if (VolumeId === undefined) throw new InstancesError('not-found', `${request.instance} has no disk to boot from`);
    const Tags = tagList({ ...request.tags, ...bootTags(instance), [snapshotKeyTag]: key });
    const TagSpecifications = [{ ResourceType: 'snapshot' as const, Tags }];
    const created = await this.#api.call(region, 'CreateSnapshot', async ({ sdk, client, options }) =>
      client.send(new sdk.CreateSnapshotCommand({ VolumeId, Description: description, TagSpecifications }), options),
    );
    return seenSnapshot(created, region);
  }

  async list({ region, ids, key, tags = {} }: SnapshotsQuery): Promise<readonly SeenSnapshot[]> {
    if (ids?.length === 0) return [];
    const ours = key === undefined ? [{ Name: 'tag-key', Values: [snapshotKeyTag] }] : [];
    const exact = key === undefined ? tags : { ...tags, [snapshotKeyTag]: key };
    // By filter, for one unknown id among the parameters would refuse all of them.
    const byId = ids === undefined ? [] : [{ Name: 'snapshot-id', Values: [...ids] }];
    const found = await this.#snapshots(region, [...ours, ...tagFilters(exact), ...byId]);
    return found.map((snapshot) => seenSnapshot(snapshot, region)).toSorted((a, b) => a.startedAt - b.startedAt);
  }

  async bootImage(region: string, id: SnapshotId): Promise<string> {
    const [snapshot] = await this.list({ region, ids: [id] });
    if (snapshot === undefined) throw notOurs(id);
    if (snapshot.state !== 'completed') throw unfinished(snapshot);
    const known = await this.#imageOf(region, id);
    if (known !== undefined) return known;
    await this.#register(snapshot);
    const shown = await this.#imageOf(region, id);
    if (shown !== undefined) return shown;
    throw new InstancesError('unavailable', `the image of ${id} is made, and not shown yet`);
  }

  async remove(region: string, id: SnapshotId): Promise<void> {
    const ImageId = await this.#imageOf(region, id);
    if (ImageId !== undefined) {
      await this.#api.call(region, 'DeregisterImage', async ({ sdk, client, options }) =>
        client.send(new sdk.DeregisterImageCommand({ ImageId }), options).catch(unless(/^InvalidAMIID\./)),
      );
    }
    await this.#api.call(region, 'DeleteSnapshot', async ({ sdk, client, options }) =>
      client.send(new sdk.DeleteSnapshotCommand({ SnapshotId: id }), options).catch(unless(/\.NotFound$/)),
    );
  }

  /** Lets go of all connections. */
  close(): void {
    this.#api.close();
  }

  async #instance({ region, instance: id }: SnapshotRequest): Promise<Instance> {
    const Filters = [{ Name: 'instance-id', Values: [id] }];
    const { Reservations } = await this.#api.call(region, 'DescribeInstances', async ({ sdk, client, options }) =>
      client.send(new sdk.DescribeInstancesCommand({ Filters }), options),
    );
    const found = Reservations?.[0]?.Instances?.[0];
    if (found === undefined) throw new InstancesError('not-found', `there is no instance ${id} in ${region}`);
    return found;
  }

  /** The name is ours alone, so that one snapshot has one image however often it is asked for. */
  async #register(snapshot: SeenSnapshot): Promise<void> {
    await this.#api.call(snapshot.region, 'RegisterImage', async ({ sdk, client, options }) =>
      client
        .send(new sdk.RegisterImageCommand(registration(snapshot)), options)
        .catch(unless(/^InvalidAMIName\.Duplicate$/)),
    );
  }

  async #imageOf(region: string, id: SnapshotId): Promise<string | undefined> {
    const Filters = [{ Name: 'name', Values: [imageNameOf(id)] }];
    const { Images = [] } = await this.#api.call(region, 'DescribeImages', async ({ sdk, client, options }) =>
      client.send(new sdk.DescribeImagesCommand({ Owners: ['self'], Filters }), options),
    );
    return Images.find(({ State }: Image) => State === 'available' || State === 'pending')?.ImageId;
  }

  async #snapshots(region: string, Filters: Filters): Promise<readonly Snapshot[]> {
    const pages = await this.#api.pages(region, 'DescribeSnapshots', async ({ sdk, client, options }, NextToken) =>
      client.send(
        new sdk.DescribeSnapshotsCommand({ OwnerIds: ['self'], Filters, MaxResults: pageSize, NextToken }),
        options,
      ),
    );
    return pages.flatMap(({ Snapshots }) => Snapshots ?? []);
  }
}

/** Takes a refusal as done when its code says that there is nothing left to do. */
function unless(code: RegExp): (error: unknown) => undefined {
  return (error) => {
    if (error instanceof Error && code.test(error.name)) return undefined;
    throw error;
  };
}
