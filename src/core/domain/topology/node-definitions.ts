export const natures = ['router', 'switch', 'firewall', 'server', 'host', 'external_connector'] as const;
export type Nature = (typeof natures)[number];
export type Console = 'serial' | 'vnc';

/** What one node of a kind takes from its host when the lab does not say otherwise. */
export interface NodeDefinition {
  readonly id: string;
  readonly nature: Nature;
  readonly cpuCores: number;
  readonly memoryMiB: number;
  readonly diskGiB: number;
  /** Whether a running node counts against the server's licence. */
  readonly licensed: boolean;
  /** The longest a boot may take before CML calls the node booted anyway. */
  readonly bootSeconds: number;
  readonly consoles: readonly Console[];
}

export type NodeDefinitions = ReadonlyMap<string, NodeDefinition>;

type Row = readonly [
  id: string,
  nature: Nature,
  cpuCores: number,
  memoryMiB: number,
  diskGiB: number,
  bootSeconds: number,
  ...consoles: Console[],
];

// Cores, memory and boot time are those of Cisco's reference platforms as CML 2.x servers report them
// (GET /node_definitions). CML publishes no disk figures: ours are what a node's overlay image grows to.
const rows: readonly Row[] = [
  ['external_connector', 'external_connector', 0, 0, 0, 5],
  ['unmanaged_switch', 'switch', 0, 0, 0, 5],
  ['server', 'server', 1, 128, 1, 20, 'serial'],
  ['alpine', 'server', 1, 512, 1, 60, 'serial'],
  ['desktop', 'server', 1, 512, 2, 60, 'serial', 'vnc'],
  ['ubuntu', 'server', 1, 2048, 4, 180, 'serial'],
  ['coreos', 'server', 2, 2048, 4, 60, 'serial'],
  ['trex', 'server', 1, 512, 2, 60, 'serial'],
  ['wan_emulator', 'server', 1, 512, 1, 60, 'serial'],
  ['iosv', 'router', 1, 512, 1, 180, 'serial'],
  ['iosvl2', 'switch', 1, 768, 1, 300, 'serial'],
  ['csr1000v', 'router', 1, 3072, 2, 250, 'serial'],
  ['cat8000v', 'router', 1, 4096, 2, 250, 'serial'],
  ['asav', 'firewall', 1, 2048, 1, 120, 'serial'],
  ['nxosv9000', 'switch', 2, 8192, 4, 480, 'serial'],
  ['iosxrv9000', 'router', 4, 20480, 8, 1000, 'serial'],
  ['iol-xe', 'router', 1, 1024, 1, 60, 'serial'],
  ['iol-xe-serial-4eth', 'router', 1, 1024, 1, 60, 'serial'],
  ['ioll2-xe', 'switch', 1, 1024, 1, 60, 'serial'],
];

const unlicensed: readonly string[] = ['external_connector', 'unmanaged_switch'];

/** CML's licence counts every running node but these two kinds. */
export function isLicensed(definitionId: string): boolean {
  return !unlicensed.includes(definitionId);
}

export const builtInNodeDefinitions: NodeDefinitions = new Map(
  rows.map(([id, nature, cpuCores, memoryMiB, diskGiB, bootSeconds, ...consoles]) => [
    id,
    { id, nature, cpuCores, memoryMiB, diskGiB, licensed: isLicensed(id), bootSeconds, consoles },
  ]),
);

/** What a server says of a kind of node. */
export interface ToldFigures {
  readonly id: string;
  readonly cpus?: number | undefined;
  readonly memoryMiB?: number | undefined;
}

/** Nobody publishes how long a kind takes to boot, nor how its disk grows: as much as a common virtual router takes. */
export const usualFigures = { cpuCores: 1, memoryMiB: 4096, diskGiB: 4, bootSeconds: 300 } as const;

/**
 * The built-in definitions, and those that only servers know, with the figures of the servers. Where these differ the most
 * counts: too little would overbook a host.
 */
export function withToldFigures(told: readonly ToldFigures[]): NodeDefinitions {
  const strange = told.filter(({ id, memoryMiB }) => memoryMiB !== undefined && !builtInNodeDefinitions.has(id));
  const kinds = [...Map.groupBy(strange, ({ id }) => id)].map(([id, all]): NodeDefinition => {
    const cpuCores = Math.max(...all.map(({ cpus = usualFigures.cpuCores }) => cpus));
    const memoryMiB = Math.max(...all.map((each) => each.memoryMiB ?? 0));
    return { ...usualFigures, id, nature: 'host', cpuCores, memoryMiB, licensed: isLicensed(id), consoles: ['serial'] };
  });
  return withNodeDefinitions(kinds);
}

/** The built-in definitions and the given ones; a given one wins over a built-in of the same id. */
export function withNodeDefinitions(custom: readonly NodeDefinition[]): NodeDefinitions {
  return new Map([...builtInNodeDefinitions, ...custom.map((definition) => [definition.id, definition] as const)]);
}
