import {
  accountId,
  type Image,
  type InstanceType,
  imagesOf,
  instanceTypes,
  regions,
  zoneIdOf,
  zonesOf,
} from '../model/catalog.ts';
import { Ec2Error } from '../model/ec2-error.ts';
import { imageFields } from '../model/fields.ts';
import { type Filter, matchesAll } from '../model/filters.ts';
import { isWellFormed } from '../model/ids.ts';
import { type Ec2Action, refuseDryRun } from './instance-actions.ts';
import { pageOf } from './paging.ts';
import type { XmlRecord } from './xml.ts';

export const catalogActions = {
  DescribeImages({ model, region, form }) {
    refuseDryRun(form);
    const owners = form.list('Owner');
    const users = form.list('ExecutableBy');
    const found = askedImages(region, form.list('ImageId'))
      .filter((image) => owners.length === 0 || owners.some((owner) => isOwnedBy(image, owner)))
      .filter((image) => users.length === 0 || users.some((user) => isRunnableBy(image, user)))
      .filter((image) => matchesAll(form.filters(), { fields: imageFields(image), tags: {} }));
    const page = pageOf(form, found, { limit: model.settings.pageSize, idOf: ({ id }) => id });
    return { imagesSet: page.items.map(imageXml), nextToken: page.nextToken };
  },

  DescribeInstanceTypes({ model, form }) {
    refuseDryRun(form);
    const found = askedTypes(form.list('InstanceType')).filter((type) =>
      matchesAll(form.filters(), { fields: typeFields(type), tags: {} }),
    );
    const page = pageOf(form, found, { limit: model.settings.pageSize, idOf: ({ name }) => name });
    return { instanceTypeSet: page.items.map(typeXml), nextToken: page.nextToken };
  },

  DescribeRegions({ form }) {
    refuseDryRun(form);
    const asked = form.list('RegionName');
    const unknown = asked.filter((name) => !regions.some((known) => known === name));
    if (unknown.length > 0) throw new Ec2Error('InvalidParameterValue', `Invalid region names: ${unknown.join(', ')}`);
    const found = regions
      .filter((name) => asked.length === 0 || asked.includes(name))
      .filter((name) => matchesAll(form.filters(), { fields: regionFields(name), tags: {} }));
    return { regionInfo: found.map(regionXml) };
  },

  DescribeAvailabilityZones({ region, form }) {
    refuseDryRun(form);
    const asked = form.list('ZoneName');
    const zones = zonesOf(region).map((name) => ({ name, fields: zoneFields(region, name) }));
    const found = zones
      .filter(({ name }) => asked.length === 0 || asked.includes(name))
      .filter(({ fields }) => matchesAll(form.filters(), { fields, tags: {} }));
    return { availabilityZoneInfo: found.map(({ name }) => zoneXml(region, name)) };
  },

  DescribeTags({ model, region, form }) {
    refuseDryRun(form);
    const all = model
      .describeInstances({ region, ids: [] })
      .flatMap(({ id, tags }) =>
        Object.entries(tags).map(([key, value]) => ({ resourceId: id, resourceType: 'instance', key, value })),
      );
    const found = all.filter((tag) => matchesAll(...tagQuery(form.filters(), tag)));
    const page = pageOf(form, found, { limit: model.settings.pageSize, idOf: rowId });
    return { tagSet: page.items.map((tag) => ({ ...tag })), nextToken: page.nextToken };
  },
} as const satisfies Record<string, Ec2Action>;

interface TagRow {
  readonly resourceId: string;
  readonly resourceType: string;
  readonly key: string;
  readonly value: string;
}

function rowId({ resourceId, key }: TagRow): string {
  return `${resourceId} ${key}`;
}

function tagQuery(filters: readonly Filter[], tag: TagRow): Parameters<typeof matchesAll> {
  const { resourceId, resourceType, key, value } = tag;
  const fields = { 'resource-id': resourceId, 'resource-type': resourceType, key, value };
  return [filters, { fields, tags: { [key]: value } }];
}

function askedImages(region: string, ids: readonly string[]): readonly Image[] {
  zonesOf(region);
  const images = imagesOf(region);
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
    rootDeviceName: '/dev/sda1',
    blockDeviceMapping: [
      {
        deviceName: '/dev/sda1',
        ebs: {
          snapshotId: image.id.replace('ami', 'snap'),
          volumeSize: image.sizeGiB,
          volumeType: 'gp3',
          encrypted: false,
          deleteOnTermination: true,
        },
      },
    ],
    virtualizationType: 'hvm',
    hypervisor: 'xen',
    enaSupport: true,
    tagSet: [],
  };
}

function askedTypes(names: readonly string[]): readonly InstanceType[] {
  const unknown = names.filter((name) => !instanceTypes.some((type) => type.name === name));
  if (unknown.length > 0) {
    throw new Ec2Error(
      'InvalidInstanceType',
      `The following supplied instance types do not exist: [${unknown.join(', ')}]`,
    );
  }
  return names.length === 0 ? instanceTypes : instanceTypes.filter(({ name }) => names.includes(name));
}

function typeFields({ name, metal, vcpus, memoryMiB }: InstanceType): Readonly<Record<string, string>> {
  return {
    'instance-type': name,
    'bare-metal': String(metal),
    'current-generation': 'true',
    'vcpu-info.default-vcpus': String(vcpus),
    'memory-info.size-in-mib': String(memoryMiB),
    'processor-info.supported-architecture': 'x86_64',
  };
}

function typeXml({ name, metal, vcpus, memoryMiB }: InstanceType): XmlRecord {
  return {
    instanceType: name,
    currentGeneration: true,
    freeTierEligible: false,
    bareMetal: metal,
    ...(!metal && { hypervisor: 'nitro' }),
    burstablePerformanceSupported: name.startsWith('t'),
    supportedUsageClasses: ['on-demand', 'spot'],
    supportedRootDeviceTypes: ['ebs'],
    supportedVirtualizationTypes: ['hvm'],
    supportedBootModes: metal ? ['legacy-bios'] : ['legacy-bios', 'uefi'],
    processorInfo: { supportedArchitectures: ['x86_64'], manufacturer: 'Intel' },
    vCpuInfo: { defaultVCpus: vcpus, defaultCores: vcpus / 2, defaultThreadsPerCore: 2 },
    memoryInfo: { sizeInMiB: memoryMiB },
  };
}

function regionFields(name: string): Readonly<Record<string, string>> {
  return { 'region-name': name, endpoint: `ec2.${name}.amazonaws.com`, 'opt-in-status': 'opt-in-not-required' };
}

function regionXml(regionName: string): XmlRecord {
  return { regionName, regionEndpoint: `ec2.${regionName}.amazonaws.com`, optInStatus: 'opt-in-not-required' };
}

function zoneFields(region: string, name: string): Readonly<Record<string, string>> {
  const fields = { 'zone-name': name, 'zone-id': zoneIdOf(region, name), 'region-name': region };
  return { ...fields, state: 'available', 'zone-type': 'availability-zone' };
}

function zoneXml(regionName: string, zoneName: string): XmlRecord {
  return {
    zoneName,
    zoneId: zoneIdOf(regionName, zoneName),
    zoneState: 'available',
    regionName,
    zoneType: 'availability-zone',
    groupName: regionName,
    networkBorderGroup: regionName,
    optInStatus: 'opt-in-not-required',
    messageSet: [],
  };
}
