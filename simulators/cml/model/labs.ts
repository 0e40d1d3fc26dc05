import { type Cml, count, newId, notFound, Refusal } from './cml.ts';
import { findDefinition, imagesOf } from './definition-documents.ts';
import { refuseOn } from './faults.ts';
import { callOff, happens } from './happenings.ts';
import { licensedNodesRunning, nodeQuota, takesLicense } from './license.ts';
import {
  definitionId,
  isRunning,
  labState,
  nodeConverged,
  nodeState,
  powerOffNode,
  powerOnNode,
  wipeNode,
} from './power.ts';
import { checkPool } from './resource-pools.ts';
import type { Lab, Node, Properties } from './state.ts';

export function title(lab: Lab): string {
  return text(lab.properties, 'title');
}

export function text(properties: Properties, key: string): string {
  const value = properties[key];
  return typeof value === 'string' ? value : '';
}

/** @throws Refusal */
export function getLab(cml: Cml, id: string): Lab {
  const lab = cml.state.labs.find((one) => one.id === id);
  if (!lab) throw notFound('Lab', id);
  return lab;
}

/** @throws Refusal */
export function getNode(cml: Cml, labId: string, id: string): { lab: Lab; node: Node } {
  const lab = getLab(cml, labId);
  const node = lab.nodes.find((one) => one.id === id);
  if (!node) throw notFound('Node', id);
  return { lab, node };
}

export interface LabChange {
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly notes?: string | undefined;
  readonly owner?: string | undefined;
}

export function createLab(cml: Cml, owner: string, change: LabChange): Lab {
  const at = cml.clock.now();
  const properties = {
    description: '',
    notes: '',
    title: `Lab at ${at}`,
    version: '0.3.0',
    ...withoutUndefined(change),
  };
  const lab: Lab = {
    id: newId(cml),
    createdAt: at,
    modifiedAt: at,
    owner: change.owner ?? owner,
    properties,
    rest: {},
    nodes: [],
    links: [],
    annotations: [],
    smartAnnotations: [],
    sections: ['annotations', 'smart_annotations'],
    groups: [],
    users: [],
  };
  cml.state.labs.push(lab);
  count(cml, `create:${title(lab)}`);
  tell(cml, lab, { event: 'ADD', category: null });
  return lab;
}

export function changeLab(cml: Cml, lab: Lab, change: LabChange): void {
  Object.assign(lab.properties, withoutUndefined(change));
  lab.owner = change.owner ?? lab.owner;
  touch(cml, lab);
  tell(cml, lab, { event: 'CHANGE', category: null });
}

function withoutUndefined({ owner: _, ...change }: LabChange): Properties {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
}

export function touch(cml: Cml, lab: Lab): void {
  Object.assign(lab, { modifiedAt: cml.clock.now() });
}

interface Tale {
  readonly at?: number;
  readonly event: string;
  readonly category: string | null;
  readonly state?: string;
}

function tell(cml: Cml, lab: Lab, { at, event, category, state }: Tale): void {
  const data = { lab_id: lab.id, lab_title: title(lab), ...(state !== undefined && { state }) };
  const when = at === undefined ? {} : { at };
  happens(cml, { ...when, category, event, element: 'LAB', id: lab.id, lab: lab.id, data });
}

/** The lab is started as soon as one of its nodes is; what was to become of it is called off. */
export function tellStarted(cml: Cml, lab: Lab, category: string | null): void {
  callOff(cml, lab.id);
  tell(cml, lab, { event: 'STATE_CHANGED', category, state: 'STARTED' });
}

/** A lab is stopped when the last of its nodes is, and defined when the last is wiped: both are known by then. */
export function tellSettled(cml: Cml, lab: Lab, category: string | null): void {
  const powers = lab.nodes.map(({ power }) => power);
  if (powers.some(({ is }) => is === 'on')) return;
  const stops = powers.flatMap((power) => (power.is === 'stopping' ? [power.stoppedAt] : []));
  const wipes = powers.flatMap((power) => (power.is === 'wiping' ? [power.wipedAt] : []));
  const [at, state] = stops.length > 0 ? [Math.max(...stops), 'STOPPED'] : [Math.max(...wipes), 'DEFINED_ON_CORE'];
  callOff(cml, lab.id);
  tell(cml, lab, { at: Math.max(at, cml.clock.now()), event: 'STATE_CHANGED', category, state });
}

/** @throws Refusal */
export function startLab(cml: Cml, lab: Lab): void {
  refuseOn(cml, 'start-refused', { subject: title(lab), description: 'Cannot start lab' });
  const off = lab.nodes.filter((node) => !isRunning(cml, node));
  checkStart(cml, lab, off);
  for (const node of off) powerOnNode(cml, lab, node);
  count(cml, `start:${title(lab)}`);
  tellStarted(cml, lab, 'start_lab');
}

/** @throws Refusal when a node cannot run here at all, or not within the licence or the pool of the lab's owner */
export function checkStart(cml: Cml, lab: Lab, nodes: readonly Node[]): void {
  for (const id of new Set(nodes.map(definitionId))) checkDefinition(cml, id);
  checkPool(cml, lab, nodes);
  const wanted = licensedNodesRunning(cml) + nodes.filter((node) => takesLicense(cml, node)).length;
  const quota = nodeQuota(cml);
  if (wanted > quota)
    throw new Refusal(400, `Licensing issue: Cannot start lab: ${wanted} nodes would run, the limit is ${quota}.`);
}

function checkDefinition(cml: Cml, id: string): void {
  const definition = findDefinition(cml, id);
  if (!definition) throw new Refusal(400, `Cannot start lab: Node definition not found: ${id}`);
  if (definition.domain !== 'none' && imagesOf(cml, id).length === 0)
    throw new Refusal(400, `Cannot start lab: Node definition ${id} has no image.`);
}

export function stopLab(cml: Cml, lab: Lab): void {
  const wasRunning = labState(cml, lab) === 'STARTED';
  for (const node of lab.nodes) powerOffNode(cml, lab, node);
  if (!wasRunning) return;
  count(cml, `stop:${title(lab)}`);
  tellSettled(cml, lab, 'stop_lab');
}

/** @throws Refusal unless stopped */
export function wipeLab(cml: Cml, lab: Lab): void {
  if (lab.nodes.some((node) => isRunning(cml, node))) throw new Refusal(400, 'Cannot wipe lab: nodes are running.');
  const wiped = labState(cml, lab) === 'DEFINED_ON_CORE';
  for (const node of lab.nodes) wipeNode(cml, lab, node);
  if (wiped) return;
  count(cml, `wipe:${title(lab)}`);
  tellSettled(cml, lab, null);
}

/** @throws Refusal unless every node is wiped */
export function deleteLab(cml: Cml, lab: Lab): void {
  const dirty = lab.nodes.some((node) => nodeState(cml, node) !== 'DEFINED_ON_CORE');
  if (dirty) throw new Refusal(400, 'Cannot remove lab: it must be stopped and wiped first.');
  cml.state.labs = cml.state.labs.filter((one) => one !== lab);
  count(cml, `delete:${title(lab)}`);
  tell(cml, lab, { event: 'REMOVE', category: null });
}

export function labConverged(cml: Cml, lab: Lab): boolean {
  return lab.nodes.every((node) => nodeConverged(cml, node));
}
