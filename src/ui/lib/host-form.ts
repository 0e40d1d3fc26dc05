import { hourlyPriceOf, instanceTypeOf } from '@lcm/core/domain/instance-type';
import type { Template, TemplateDraft } from './views.ts';

/** What a person types of a host. A field that is empty is left to what is known of the type. */
export interface HostForm {
  readonly region: string;
  readonly instanceType: string;
  readonly image: string;
  readonly volumeGiB: string;
  readonly cpuCores: string;
  readonly memoryGiB: string;
  readonly storageGiB: string;
  readonly nodes: string;
  readonly hourlyCostUsd: string;
  readonly firstPort: string;
  readonly lastPort: string;
  readonly unlicensedNodes: string;
  readonly registersLicense: boolean;
}

const usual = { region: 'us-east-1', image: 'cml-2.9*', volumeGiB: '256', storageGiB: '192', nodes: '200' } as const;

export const newHost: HostForm = withType(
  {
    ...usual,
    instanceType: '',
    cpuCores: '',
    memoryGiB: '',
    hourlyCostUsd: '',
    firstPort: '2000',
    lastPort: '9999',
    unlicensedNodes: '5',
    registersLicense: true,
  },
  'm5zn.metal',
);

export function hostFormOf(spec: Template['spec']): HostForm {
  const { region, instanceType, imageId, imageName, capacity, portRange, registersLicense } = spec;
  return {
    region,
    instanceType,
    image: imageId ?? imageName,
    volumeGiB: String(spec.volumeGiB),
    cpuCores: String(capacity.cpuCores),
    memoryGiB: String(capacity.memoryMiB / 1024),
    storageGiB: String(capacity.storageGiB),
    nodes: String(capacity.nodes),
    hourlyCostUsd: String(spec.hourlyCostUsd),
    firstPort: String(portRange.first),
    lastPort: String(portRange.last),
    unlicensedNodes: String(spec.unlicensedNodes),
    registersLicense,
  };
}

/** Choosing a known type fills in what is known of it; of another, what was there stays. */
export function withType(form: HostForm, instanceType: string): HostForm {
  const type = instanceTypeOf(instanceType);
  if (type === undefined) return { ...form, instanceType };
  const size = { cpuCores: String(type.vcpus), memoryGiB: String(type.memoryGiB) };
  return withPrice({ ...form, ...size, instanceType });
}

export function withRegion(form: HostForm, region: string): HostForm {
  return withPrice({ ...form, region });
}

function withPrice(form: HostForm): HostForm {
  const price = hourlyPriceOf(form.instanceType, form.region);
  return price === undefined ? form : { ...form, hourlyCostUsd: String(price.usd) };
}

/** What is known of the chosen type and its price, in words. */
export function hostNote({ instanceType, region }: HostForm): string {
  const type = instanceTypeOf(instanceType);
  if (type === undefined) return 'Nothing is known of this type: say its size and price.';
  const price = hourlyPriceOf(instanceType, region);
  const priced =
    price?.isEstimate === true ? `${region} is estimated from the list of us-east-1` : 'by list, on demand';
  const words = price === undefined ? `No price in ${region} is known.` : `Price: ${priced}.`;
  return `${virtualisation[type.nested]} ${words}`;
}

const virtualisation = {
  metal: 'Bare metal: runs every node.',
  'cpu-option':
    'Virtual with nested virtualisation, which the launch has to ask for and Cisco has not confirmed for CML.',
  none: 'Virtual without nested virtualisation: CML runs few kinds of nodes on it, unsupported.',
} as const;

const imageId = /^ami-[0-9a-f]{8,17}$/;

export function specOf(form: HostForm): TemplateDraft['spec'] {
  const { region, instanceType, registersLicense } = form;
  const image = form.image.trim();
  const memoryGiB = amount(form.memoryGiB);
  return {
    region: region.trim(),
    instanceType: instanceType.trim(),
    ...(imageId.test(image) ? { imageId: image } : {}),
    imageName: image,
    volumeGiB: amount(form.volumeGiB),
    capacity: {
      cpuCores: amount(form.cpuCores),
      memoryMiB: memoryGiB === undefined ? undefined : memoryGiB * 1024,
      storageGiB: amount(form.storageGiB),
      nodes: amount(form.nodes),
    },
    ...portsOf(form),
    hourlyCostUsd: amount(form.hourlyCostUsd),
    unlicensedNodes: amount(form.unlicensedNodes),
    registersLicense,
  };
}

/** The same for a worker by hand, of which an image is named in one way only. */
export function handSpecOf(form: HostForm) {
  const { imageName, ...spec } = specOf(form);
  return spec.imageId === undefined ? { ...spec, imageName } : spec;
}

function portsOf({ firstPort, lastPort }: HostForm): Pick<TemplateDraft['spec'], 'portRange'> {
  const [first, last] = [amount(firstPort), amount(lastPort)];
  return first === undefined || last === undefined ? {} : { portRange: { first, last } };
}

/** Undefined when nothing was typed; what is no number the server refuses in words. */
export function amount(text: string): number | undefined {
  return text.trim() === '' ? undefined : Number(text);
}
