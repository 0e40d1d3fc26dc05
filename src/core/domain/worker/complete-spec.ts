import { ok, type Result, reject } from '../../kernel/index.ts';
import { hourlyPriceOf, type InstanceType, instanceTypeOf } from '../instance-type/index.ts';
import type { Amounts } from './calendar.ts';
import type { WorkerSpec } from './worker.ts';

type Named = 'region' | 'instanceType' | 'instanceTypes' | 'zones' | 'imageId' | 'imageName';

/** A spec as people write it: what a known instance type says need not be said again. */
export interface SpecDraft extends Pick<WorkerSpec, Named> {
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

const usual = {
  volumeGiB: 256,
  portRange: { first: 2000, last: 9999 },
  unlicensedNodes: 5,
  registersLicense: true,
} as const;
const usualNodes = 200;

/** Of a volume, what labs may use: CML, its images and the system need the rest. */
const usableShare = 0.75;

/** The spec that a draft means, with everything that is wrong with it at once. */
export function completeSpec(draft: SpecDraft): Result<WorkerSpec, readonly FieldProblem[]> {
  const type = instanceTypeOf(draft.instanceType);
  const { volumeGiB, portRange, unlicensedNodes, registersLicense } = { ...usual, ...withoutGaps(draft) };
  const capacity = capacityOf(draft, type, volumeGiB);
  const hourlyCostUsd = draft.hourlyCostUsd ?? hourlyPriceOf(draft.instanceType, draft.region)?.usd;
  const problems = [
    ...sizeProblems(draft, capacity, type),
    ...(hourlyCostUsd === undefined ? [unknownPrice(draft)] : []),
    ...portProblems(portRange),
    ...volumeProblems(capacity.storageGiB, volumeGiB),
    ...zoneProblems(draft),
    ...otherTypeProblems(draft, capacity),
  ];
  if (problems.length > 0 || hourlyCostUsd === undefined) return reject(problems);
  return ok({ ...draft, volumeGiB, capacity, portRange, hourlyCostUsd, unlicensedNodes, registersLicense });
}

type Given<Fields> = { readonly [Name in keyof Fields]?: Exclude<Fields[Name], undefined> };

/** A field that is there without a value is one that was left out. */
function withoutGaps<Fields extends object>(fields: Fields): Given<Fields> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what had no value was taken out
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Given<Fields>;
}

/** What labs may have of the host, by its type where nothing else is said. */
function capacityOf({ capacity = {} }: SpecDraft, type: InstanceType | undefined, volumeGiB: number): Amounts {
  const size = type ?? { vcpus: 0, memoryGiB: 0 };
  const ofType = { cpuCores: size.vcpus, memoryMiB: size.memoryGiB * 1024, nodes: usualNodes };
  return { ...ofType, storageGiB: Math.floor(volumeGiB * usableShare), ...withoutGaps(capacity) };
}

function sizeProblems(
  { instanceType }: SpecDraft,
  capacity: Amounts,
  type: InstanceType | undefined,
): readonly FieldProblem[] {
  if (type !== undefined) return [...nothingThere(capacity), ...tooMuch(capacity, type)];
  if (capacity.cpuCores > 0 && capacity.memoryMiB > 0) return nothingThere(capacity);
  const message = `the instance type ${instanceType} is not known here: say its cores and memory`;
  return [{ field: 'capacity', message }];
}

const least = {
  cpuCores: 'a worker needs at least one core',
  memoryMiB: 'a worker needs memory',
  nodes: 'a worker for no node is of no use',
} as const;

function nothingThere(capacity: Amounts): readonly FieldProblem[] {
  const missing = (['cpuCores', 'memoryMiB', 'nodes'] as const).filter((name) => capacity[name] === 0);
  return missing.map((name) => ({ field: `capacity.${name}`, message: least[name] }));
}

function tooMuch({ cpuCores, memoryMiB }: Amounts, type: InstanceType): readonly FieldProblem[] {
  const has = { cpuCores: type.vcpus, memoryMiB: type.memoryGiB * 1024 };
  const cores = `${type.name} has ${has.cpuCores} cores, not ${cpuCores}`;
  const memory = `${type.name} has ${has.memoryMiB} MiB of memory, not ${memoryMiB}`;
  return [
    ...(cpuCores > has.cpuCores ? [{ field: 'capacity.cpuCores', message: cores }] : []),
    ...(memoryMiB > has.memoryMiB ? [{ field: 'capacity.memoryMiB', message: memory }] : []),
  ];
}

function unknownPrice({ instanceType, region }: SpecDraft): FieldProblem {
  const message = `no price of ${instanceType} in ${region} is known: say what it costs an hour`;
  return { field: 'hourlyCostUsd', message };
}

function portProblems({ first, last }: WorkerSpec['portRange']): readonly FieldProblem[] {
  return first > last ? [{ field: 'portRange', message: `the port range ${first} to ${last} is empty` }] : [];
}

function volumeProblems(storageGiB: number, volumeGiB: number): readonly FieldProblem[] {
  if (storageGiB <= volumeGiB) return [];
  const message = `labs cannot have ${storageGiB} GiB of a volume of ${volumeGiB} GiB`;
  return [{ field: 'capacity.storageGiB', message }];
}

function zoneProblems({ region, zones = [] }: SpecDraft): readonly FieldProblem[] {
  const elsewhere = zones.filter((zone) => !zone.startsWith(region));
  return elsewhere.map((zone) => ({ field: 'zones', message: `${zone} is no zone of ${region}` }));
}

/** A worker promises the same whichever type it got. */
function otherTypeProblems({ instanceTypes = [] }: SpecDraft, capacity: Amounts): readonly FieldProblem[] {
  return instanceTypes
    .flatMap((name) => instanceTypeOf(name) ?? [])
    .flatMap((type) => tooMuch(capacity, type))
    .map(({ message }) => ({ field: 'instanceTypes', message }));
}
