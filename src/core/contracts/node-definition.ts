import * as z from 'zod';
import {
  builtInNodeDefinitions,
  type Console,
  isLicensed,
  type NodeDefinition,
  natures,
} from '../domain/topology/index.ts';
import { ok, type Result, reject } from '../kernel/index.ts';
import { readYaml, type TextFault } from './yaml-text.ts';

// The YAML of a node definition as CML imports and exports it; only what a calendar needs is read.

const NodeDefinitionFile = z.looseObject({
  id: z.string().min(1),
  general: z.looseObject({ nature: z.enum(natures) }),
  boot: z.looseObject({ timeout: z.number().nonnegative().nullish() }).nullish(),
  device: z.looseObject({ interfaces: z.looseObject({ serial_ports: z.number().nullish() }) }),
  sim: z
    .looseObject({
      linux_native: z
        .looseObject({
          cpus: z.number().nonnegative().nullish(),
          ram: z.number().nonnegative().nullish(),
          boot_disk_size: z.number().nonnegative().nullish(),
          data_volume: z.number().nonnegative().nullish(),
          video: z.unknown().optional(),
        })
        .nullish(),
    })
    .nullish(),
});

export interface NodeDefinitionRejection extends TextFault {
  readonly code: 'node-definition.invalid';
}

type Machine = NonNullable<NonNullable<z.output<typeof NodeDefinitionFile>['sim']>['linux_native']>;

type Figures = Pick<NodeDefinition, 'cpuCores' | 'memoryMiB' | 'diskGiB'>;

// For a container or an appliance that says nothing itself; the disk is what an overlay image grows to.
const usual: Figures = { cpuCores: 1, memoryMiB: 1024, diskGiB: 4 };

/** Reads the figures of a node definition. What the file leaves open is taken from the built-in one of the same id. */
export function parseNodeDefinition(yaml: string): Result<NodeDefinition, NodeDefinitionRejection> {
  const read = readYaml(yaml, NodeDefinitionFile);
  if (!read.ok) return reject({ code: 'node-definition.invalid', ...read.rejection });
  const { id, general, boot, device, sim } = read.value.value;
  const known = builtInNodeDefinitions.get(id) ?? { ...usual, bootSeconds: 0 };
  const machine = sim?.linux_native ?? {};
  return ok({
    id,
    nature: general.nature,
    ...figures(machine, known),
    licensed: isLicensed(id),
    bootSeconds: boot?.timeout ?? known.bootSeconds,
    consoles: consoles(device.interfaces.serial_ports, machine.video),
  });
}

function consoles(serialPorts: number | null | undefined, video: unknown): readonly Console[] {
  return [...((serialPorts ?? 0) > 0 ? (['serial'] as const) : []), ...(video == null ? [] : (['vnc'] as const))];
}

function figures(machine: Partial<Machine>, otherwise: Figures): Figures {
  const disks = (machine.boot_disk_size ?? 0) + (machine.data_volume ?? 0);
  return {
    cpuCores: machine.cpus ?? otherwise.cpuCores,
    memoryMiB: machine.ram ?? otherwise.memoryMiB,
    diskGiB: disks || otherwise.diskGiB,
  };
}
