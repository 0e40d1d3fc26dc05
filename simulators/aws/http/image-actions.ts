import { accountId, type Image } from '../model/catalog.ts';
import { Ec2Error } from '../model/ec2-error.ts';
import { imageFields } from '../model/fields.ts';
import { matchesAll } from '../model/filters.ts';
import { isWellFormed } from '../model/ids.ts';
import { type Ec2Action, refuseDryRun } from './action.ts';
import { tagsXml } from './instance-xml.ts';
import { specifiedTags } from './launch-form.ts';
import { pageOf } from './paging.ts';
import type { QueryForm } from './query-form.ts';
import type { XmlRecord } from './xml.ts';

export const imageActions = {
  DescribeImages({ model, region, form }) {
    refuseDryRun(form);
    const owners = form.list('Owner');
    const users = form.list('ExecutableBy');
    const found = asked(model.storage.describeImages(region), form.list('ImageId'))
      .filter((image) => owners.length === 0 || owners.some((owner) => isOwnedBy(image, owner)))
      .filter((image) => users.length === 0 || users.some((user) => isRunnableBy(image, user)))
      .filter((image) => matchesAll(form.filters(), { fields: imageFields(image), tags: image.tags }));
    const page = pageOf(form, found, { limit: model.settings.pageSize, idOf: ({ id }) => id });
    return { imagesSet: page.items.map(imageXml), nextToken: page.nextToken };
  },

  RegisterImage({ model, region, form }) {
    refuseDryRun(form);
    const name = form.required('Name');
    if (name.length < 3 || name.length > 128) throw new Ec2Error('InvalidParameterValue', 'Name is 3 to 128 long');
    const root = rootMapping(form);
    const imageId = model.storage.registerImage(region, {
      name,
      description: form.text('Description') ?? '',
      rootDevice: root.required('DeviceName'),
      snapshotId: root.required('Ebs.SnapshotId'),
      sizeGiB: root.int('Ebs.VolumeSize'),
      tags: specifiedTags(form, 'image'),
    });
    return { imageId };
  },

  DeregisterImage({ model, region, form }) {
    const id = form.required('ImageId');
    refuseDryRun(form);
    model.storage.deregisterImage(region, id);
    return { return: true };
  },
} as const satisfies Record<string, Ec2Action>;

/** Images without a disk to boot from, as of old, are not made here. */
function rootMapping(form: QueryForm): QueryForm {
  const root = form.text('RootDeviceName') ?? '/dev/sda1';
  const mapping = form.groups('BlockDeviceMapping').find((one) => one.text('DeviceName') === root);
  if (mapping !== undefined) return mapping;
  throw new Ec2Error('InvalidBlockDeviceMapping', `No device mapping for the root device ${root}`);
}

function asked(images: readonly Image[], ids: readonly string[]): readonly Image[] {
  const malformed = ids.find((id) => !isWellFormed('ami', id));
  if (malformed !== undefined) throw new Ec2Error('InvalidAMIID.Malformed', `Invalid id: "${malformed}"`);
  const unknown = ids.filter((id) => !images.some((image) => image.id === id));
  if (unknown.length > 0) {
    throw new Ec2Error('InvalidAMIID.NotFound', `The image id '[${unknown.join(', ')}]' does not exist`);
  }
  return ids.length === 0 ? images : images.filter(({ id }) => ids.includes(id));
}

function isOwnedBy(image: Image, owner: string): boolean {
  return image.owner === (owner === 'self' ? accountId : owner) || image.ownerAlias === owner;
}

/** By a permission of its own, or as everybody. */
function isRunnableBy({ shared, ownerAlias }: Image, user: string): boolean {
  return user === 'all' ? ownerAlias !== undefined : shared === true && (user === 'self' || user === accountId);
}

function imageXml(image: Image): XmlRecord {
  return {
    imageId: image.id,
    imageLocation: `${image.owner}/${image.name}`,
    imageState: 'available',
    imageOwnerId: image.owner,
    imageOwnerAlias: image.ownerAlias,
    creationDate: image.createdAt,
    isPublic: image.ownerAlias !== undefined,
    architecture: 'x86_64',
    imageType: 'machine',
    name: image.name,
    description: image.description,
    rootDeviceType: 'ebs',
    rootDeviceName: image.rootDevice,
    blockDeviceMapping: [
      {
        deviceName: image.rootDevice,
        ebs: {
          snapshotId: image.snapshotId,
          volumeSize: image.sizeGiB,
          volumeType: 'gp3',
          encrypted: image.encrypted,
          deleteOnTermination: true,
        },
      },
    ],
    virtualizationType: 'hvm',
    hypervisor: 'xen',
    enaSupport: true,
    tagSet: tagsXml(image.tags),
  };
}
