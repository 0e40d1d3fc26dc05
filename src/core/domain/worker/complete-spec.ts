import { ok, type Result, reject } from '../../kernel/index.ts';
import { hourlyPriceOf, type InstanceType, instanceTypeOf } from '../instance-type/index.ts';
import type { Amounts } from './calendar.ts';
import type { WorkerSpec } from './worker.ts';

/** A spec as people write it: what a known instance type says need not be said again. */
export interface SpecDraft extends Pick<WorkerSpec, 'region' | 'instanceType' | 'imageId' | 'imageName'> {
  readonly volumeGiB?: number | undefined;
  readonly capacity?: { readonly [Resource in keyof Amounts]?: number | undefined } | undefined;
  readonly portRange?: WorkerSpec['portRange'] | undefined;
  readonly hourlyCostUsd?: number | undefined;
  readonly unlicensedNodes?: number | undefined;
  readonly registersLicense?: boolean | undefined;
}

/** What is wrong with a field, in words for the person who wrote it. */
export interface FieldProblem {
  readonly field: string;
  readonly message: string;
}

const defaults = {
  volumeGiB: 256,
  nodes: 200,
  portRange: { first: 2000, last: 9999 },
  unlicensedNodes: 5,
} as const;

/** Of a volume, what labs may use: CML, its images and the system need the rest. */
const usableShare = 0.75;

/** The spec that a draft means, with everything that is wrong with it at once. */
export function completeSpec(draft: SpecDraft): Result<WorkerSpec, readonly FieldProblem[]> {
  const type = instanceTypeOf(draft.instanceType);
  const volumeGiB = draft.volumeGiB ?? defaults.volumeGiB;
  const capacity = capacityOf(draft, type, volumeGiB);
  const hourlyCostUsd = draft.hourlyCostUsd ?? hourlyPriceOf(draft.instanceType, draft.region)?.usd;
  const portRange = draft.portRange ?? defaults.portRange;
  const problems = [
    ...capacityProblems(draft, capacity, type),
    ...(hourlyCostUsd === undefined ? [unknownPrice(draft)] : []),
    ...portProblems(portRange),
    ...(capacity.storageGiB > volumeGiB ? [tooLittleVolume(capacity.storageGiB, volumeGiB)] : []),
  ];
  if (problems.length > 0 || hourlyCostUsd === undefined) return reject(problems);
  const { unlicensedNodes = defaults.unlicensedNodes, registersLicense = true } = draft;
  return ok({ ...draft, volumeGiB, capacity, portRange, hourlyCostUsd, unlicensedNodes, registersLicense });
}

/** What labs may have of the host, by its type where nothing else is said. */
function capacityOf({ capacity = {} }: SpecDraft, type: InstanceType | undefined, volumeGiB: number): Amounts {
  return {
    cpuCores: capacity.cpuCores ?? type?.vcpus ?? 0,
    memoryMiB: capacity.memoryMiB ?? (type?.memoryGiB ?? 0) * 1024,
    storageGiB: capacity.storageGiB ?? Math.floor(volumeGiB * usableShare),
    nodes: capacity.nodes ?? defaults.nodes,
  };
}

function capacityProblems(
  { instanceType }: SpecDraft,
  { cpuCores, memoryMiB, nodes }: Amounts,
  type: InstanceType | undefined,
): readonly FieldProblem[] {
  const unknown = type === undefined && (cpuCores === 0 || memoryMiB === 0);
  if (unknown) {
    const message = `the instance type ${instanceType} is not known here: say its cores and memory`;
    return [{ field: 'capacity', message }];
  }
  const problems: FieldProblem[] = [];
  const wrong = (field: string, message: string): unknown => problems.push({ field: `capacity.${field}`, message });
  if (cpuCores === 0) wrong('cpuCores', 'a worker needs at least one core');
  if (memoryMiB === 0) wrong('memoryMiB', 'a worker needs memory');
  if (nodes === 0) wrong('nodes', 'a worker for no node is of no use');
  if (type && cpuCores > type.vcpus) wrong('cpuCores', `${instanceType} has ${type.vcpus} cores, not ${cpuCores}`);
  if (type && memoryMiB > type.memoryGiB * 1024) {
    wrong('memoryMiB', `${instanceType} has ${type.memoryGiB * 1024} MiB of memory, not ${memoryMiB}`);
  }
  return problems;
}

function unknownPrice({ instanceType, region }: SpecDraft): FieldProblem {
  const message = `no price of ${instanceType} in ${region} is known: say what it costs an hour`;
  return { field: 'hourlyCostUsd', message };
}

function portProblems({ first, last }: WorkerSpec['portRange']): readonly FieldProblem[] {
  return first > last ? [{ field: 'portRange', message: `the port range ${first} to ${last} is empty` }] : [];
}

function tooLittleVolume(storageGiB: number, volumeGiB: number): FieldProblem {
  const message = `labs cannot have ${storageGiB} GiB of a volume of ${volumeGiB} GiB`;
  return { field: 'capacity.storageGiB', message };
}
