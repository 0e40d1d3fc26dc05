const spec = {
  region: 'us-east-1',
  instanceType: 'm5zn.metal',
  imageName: 'cml-2.9*',
  volumeGiB: 256,
  capacity: { cpuCores: 10, memoryMiB: 12_288, storageGiB: 60, nodes: 12 },
  portRange: { first: 2000, last: 2099 },
  hourlyCostUsd: 3.9641,
  unlicensedNodes: 5,
  registersLicense: true,
};

const common = { description: 'm5zn.metal', enabled: true, bootMinutes: 25 };

/** One region with one place to launch at, and one, dearer and so for those who name it, with several. */
export const templates = [
  { ...common, name: 'metal', spec },
  {
    ...common,
    name: 'west',
    spec: {
      ...spec,
      region: 'us-west-2',
      hourlyCostUsd: 4.2,
      zones: ['us-west-2a', 'us-west-2c'],
      instanceTypes: ['m5.metal'],
    },
  },
] as const;
