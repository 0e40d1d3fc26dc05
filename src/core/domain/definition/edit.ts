import { type Instant, ok, type Result, reject } from '../../kernel/index.ts';
import { type PortProtocol, portProtocols } from '../topology/index.ts';
import {
  type CorrectedNeeds,
  changeDefinitionStatus,
  type Definition,
  type DefinitionChanges,
  type DefinitionEvent,
  type DefinitionRejection,
  type DefinitionUser,
  type NeedsSource,
  type PortEntry,
  type PortFault,
} from './definition.ts';

interface Because {
  readonly reason: string;
  readonly at: Instant;
}

type Decision = Result<DefinitionEvent[], DefinitionRejection>;

/** What was put away is as it was when that was done. */
export function closed({ status }: Definition): DefinitionRejection | undefined {
  return status === 'archived' || status === 'deleted' ? { code: 'definition.closed', status } : undefined;
}

type Wanted = { readonly [Name in keyof DefinitionChanges]: DefinitionChanges[Name] | undefined };

/** Only what becomes different is written down. */
export function editDefinition(definition: Definition, wanted: Wanted, why: Because): Decision {
  const refusal = closed(definition);
  if (refusal !== undefined) return reject(refusal);
  const known: Readonly<Record<string, unknown>> = { ...definition };
  const changes: DefinitionChanges = Object.fromEntries(
    Object.entries(wanted).filter(([name, value]) => value !== undefined && !isSame(known[name], value)),
  );
  const { durationMinutes, maxDurationMinutes } = { ...definition, ...changes };
  if (durationMinutes > maxDurationMinutes)
    return reject({ code: 'definition.duration-invalid', durationMinutes, maxDurationMinutes });
  return ok(Object.keys(changes).length === 0 ? [] : [{ type: 'DefinitionEdited', changes, ...why }]);
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

export interface NeedsOrder {
  readonly needs: CorrectedNeeds;
  readonly source: NeedsSource;
  /** Whether somebody has said that less memory is enough than the definitions of its nodes ask for. */
  readonly allowLessMemory?: boolean | undefined;
}

/** For sessions that are booked from now on: those that are booked have pinned theirs, and so has every calendar. */
export function setNeeds(definition: Definition, order: NeedsOrder | undefined, why: Because): Decision {
  const refusal = closed(definition) ?? (order && tooLittle(definition, order));
  if (refusal !== undefined) return reject(refusal);
  if (order === undefined)
    return ok(definition.derivedNeeds === undefined ? [] : [{ type: 'DefinitionNeedsSet', ...why }]);
  const { needs, source } = order;
  const wanted = { ...definition.needs, ...needs };
  const isKnown = isSame(amounts(wanted), amounts(definition.needs));
  return ok(isKnown ? [] : [{ type: 'DefinitionNeedsSet', needs, source, ...why }]);
}

function amounts({ cpuCores, memoryMiB, storageGiB }: CorrectedNeeds): readonly number[] {
  return [cpuCores, memoryMiB, storageGiB];
}

function tooLittle(
  { needs: current, derivedNeeds = current }: Definition,
  { needs: { memoryMiB }, allowLessMemory = false }: NeedsOrder,
): DefinitionRejection | undefined {
  const demandMiB = derivedNeeds.memoryMiB;
  return memoryMiB < demandMiB && !allowLessMemory
    ? { code: 'definition.below-demand', memoryMiB, demandMiB }
    : undefined;
}

/** The doors that sessions get from now on; without any said, those that the tags of the topology ask for. */
export function setPorts(
  definition: Definition,
  { ports, labels }: { readonly ports: readonly PortEntry[] | undefined; readonly labels: readonly string[] },
  why: Because,
): Decision {
  const refusal = closed(definition);
  if (refusal !== undefined) return reject(refusal);
  const faults = ports === undefined ? [] : portFaults(ports, labels);
  if (faults.length > 0) return reject({ code: 'definition.ports-conflict', faults });
  const { derivedPorts } = definition;
  const isKnown = ports === undefined ? derivedPorts === undefined : isSame(ports, definition.ports);
  return ok(isKnown ? [] : [{ type: 'DefinitionPortsSet', ...(ports && { ports }), ...why }]);
}

/** All that is wrong with the ports, each by its place. CML has one door of a protocol on a node, and labels name nodes. */
export function portFaults(ports: readonly PortEntry[], labels: readonly string[]): readonly PortFault[] {
  return ports.flatMap((entry, port) =>
    faultsOf(entry, { before: ports.slice(0, port), labels }).map((message) => ({ port, message })),
  );
}

function faultsOf(
  { name, label, protocol }: PortEntry,
  { before, labels }: { readonly before: readonly PortEntry[]; readonly labels: readonly string[] },
): readonly string[] {
  const faults: string[] = [];
  const twin = before.find((other) => other.label === label && other.protocol === protocol);
  if (before.some((other) => other.name === name)) faults.push(`the name ${name} is given twice`);
  if (twin !== undefined) faults.push(`${label} has a port for ${protocol} already: ${twin.name}`);
  const nodes = labels.filter((each) => each === label).length;
  if (nodes === 0) faults.push(`the lab has no node ${label}`);
  if (nodes > 1) faults.push(`${nodes} nodes of the lab are called ${label}`);
  if (!isProtocol(protocol)) faults.push(`${protocol} is none of ${portProtocols.join(', ')}`);
  return faults;
}

function isProtocol(text: string): text is PortProtocol {
  return portProtocols.some((protocol) => protocol === text);
}

/** How many of its users a refusal names. */
const mostNamed = 20;

/** Takes it off the catalogue for good; what happened stays in the history. Refused while a session of it has not ended. */
export function deleteDefinition(definition: Definition, users: readonly DefinitionUser[], why: Because): Decision {
  const decided = changeDefinitionStatus(definition, 'deleted', why);
  if (!decided.ok || decided.value.length === 0 || users.length === 0) return decided;
  return reject({ code: 'definition.in-use', count: users.length, sessions: users.slice(0, mostNamed) });
}
