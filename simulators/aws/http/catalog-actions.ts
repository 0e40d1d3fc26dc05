import { type InstanceType, instanceTypes, isOffered, regions, zoneIdOf, zonesOf } from '../model/catalog.ts';
import { Ec2Error } from '../model/ec2-error.ts';
import { matchesAll } from '../model/filters.ts';
import { type Ec2Action, refuseDryRun } from './action.ts';
import { pageOf } from './paging.ts';
import type { XmlRecord } from './xml.ts';

export const catalogActions = {
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

  DescribeInstanceTypeOfferings({ model, region, form }) {
    refuseDryRun(form);
    const locationType = form.text('LocationType') ?? 'region';
    const found = locations(region, locationType).flatMap(([location, zones]) =>
      instanceTypes
        .filter(({ name }) => zones.some((zone) => isOffered(name, zone)))
        .map(({ name: instanceType }) => ({ instanceType, locationType, location })),
    );
    const wanted = found.filter(({ instanceType, location }) =>
      matchesAll(form.filters(), { fields: { 'instance-type': instanceType, location }, tags: {} }),
    );
    const page = pageOf(form, wanted, {
      limit: model.settings.pageSize,
      idOf: (row) => `${row.location} ${row.instanceType}`,
    });
    return { instanceTypeOfferingSet: page.items.map((row) => ({ ...row })), nextToken: page.nextToken };
  },
} as const satisfies Record<string, Ec2Action>;

/** Each place by its name, and the zones that it stands for. */
function locations(region: string, locationType: string): readonly (readonly [string, readonly string[]])[] {
  const zones = zonesOf(region);
  if (locationType === 'region') return [[region, zones]];
  if (locationType === 'availability-zone') return zones.map((zone) => [zone, [zone]]);
  if (locationType === 'availability-zone-id') return zones.map((zone) => [zoneIdOf(region, zone), [zone]]);
  throw new Ec2Error('InvalidParameterValue', `Invalid location type: ${locationType}`);
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
