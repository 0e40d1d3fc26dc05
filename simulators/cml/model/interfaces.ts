import { type Cml, newId, notFound, Refusal } from './cml.ts';
import { findDefinition } from './definition-documents.ts';
import { touch } from './labs.ts';
import { definitionId, label, nodeState } from './power.ts';
import type { Lab, Link, NetworkInterface, Node } from './state.ts';

/** Addresses of virtual machines begin with 52:54:00. */
export function newMac(cml: Cml): string {
  const octet = (): string =>
    Math.floor(cml.random.next() * 256)
      .toString(16)
      .padStart(2, '0');
  return `52:54:00:${octet()}:${octet()}:${octet()}`;
}

export function slotOf(one: NetworkInterface): number | null {
  const { slot } = one.properties;
  return typeof slot === 'number' ? slot : null;
}

export function interfaceLabel(one: NetworkInterface): string {
  const { label: text } = one.properties;
  return typeof text === 'string' ? text : one.fileId;
}

export interface Found {
  readonly node: Node;
  readonly found: NetworkInterface;
}

/** @throws Refusal */
export function getInterface(lab: Lab, id: string): Found {
  for (const node of lab.nodes) {
    const found = node.interfaces.find((one) => one.id === id);
    if (found) return { node, found };
  }
  throw notFound('Interface', id);
}

export function linkAt(lab: Lab, interfaceId: string): Link | undefined {
  return lab.links.find(({ a, b }) => a === interfaceId || b === interfaceId);
}

/** The interfaces a fresh node gets: the loopback first, then as many physical ones as its definition says. */
export function populate(cml: Cml, node: Node): void {
  const definition = findDefinition(cml, definitionId(node));
  if (definition) addUpTo(cml, node, Math.max(definition.defaultCount, definition.minCount) - 1);
}

/**
 * Creates the next interface, or all that are missing up to a slot; answers with those that were asked for.
 * @throws Refusal beyond what the definition has
 */
export function addInterfaces(
  cml: Cml,
  { lab, node }: { lab: Lab; node: Node },
  slot: number | undefined,
): NetworkInterface[] {
  const highest = Math.max(-1, ...node.interfaces.map((one) => slotOf(one) ?? -1));
  if (slot !== undefined && slot <= highest) throw new Refusal(400, `Interface slot ${slot} is already in use.`);
  const before = node.interfaces.length;
  addUpTo(cml, node, slot ?? highest + 1);
  touch(cml, lab);
  const added = node.interfaces.slice(before).filter((one) => slotOf(one) !== null);
  return slot === undefined ? added.slice(-1) : added;
}

function addUpTo(cml: Cml, node: Node, slot: number): void {
  const definition = findDefinition(cml, definitionId(node));
  const physical = definition?.physical ?? [];
  if (slot >= physical.length) throw new Refusal(400, `Node ${label(node)} has no interface in slot ${slot}.`);
  const used = new Set(node.interfaces.map(slotOf));
  if (definition?.loopback && !used.has(null)) {
    add(cml, node, { label: 'Loopback0', mac_address: null, type: 'loopback' });
  }
  const missing = physical.slice(0, slot + 1).map((name, index) => ({ label: name, slot: index }));
  for (const one of missing.filter((port) => !used.has(port.slot))) {
    add(cml, node, { label: one.label, mac_address: null, slot: one.slot, type: 'physical' });
  }
}

function add(cml: Cml, node: Node, properties: NetworkInterface['properties']): void {
  const fileId = `i${nextNumber(node.interfaces, 'i')}`;
  node.interfaces.push({ id: newId(cml), fileId, mac: newMac(cml), properties });
}

/** The lowest number that no `n7`, `i7`, `l7` of the list has taken. */
export function nextNumber(list: readonly { fileId: string }[], prefix: string): number {
  const numbers = list.map(({ fileId }) => (fileId.startsWith(prefix) ? Number(fileId.slice(1)) : Number.NaN));
  return Math.max(-1, ...numbers.filter((number) => Number.isInteger(number))) + 1;
}

/** @throws Refusal while it is connected or its node is not wiped */
export function removeInterface(cml: Cml, lab: Lab, id: string): void {
  const { node } = getInterface(lab, id);
  if (linkAt(lab, id)) throw new Refusal(400, 'Cannot remove an interface that is connected.');
  if (nodeState(cml, node) !== 'DEFINED_ON_CORE')
    throw new Refusal(400, 'Cannot remove an interface of a node that is not wiped.');
  node.interfaces = node.interfaces.filter((one) => one.id !== id);
  touch(cml, lab);
}

/** @throws Refusal when an end is taken or both are of one node */
export function connect(cml: Cml, lab: Lab, [a, b]: readonly [string, string]): Link {
  const ends = [getInterface(lab, a), getInterface(lab, b)] as const;
  if (ends[0].node === ends[1].node) throw new Refusal(400, 'A link must connect two different nodes.');
  if (linkAt(lab, a) || linkAt(lab, b)) throw new Refusal(400, 'Interface is already connected.');
  const [from, to] = ends.map(({ node, found }) => `${label(node)}-${interfaceLabel(found)}`);
  const properties = { conditioning: {}, label: `${from}<->${to}` };
  const link = { id: newId(cml), fileId: `l${nextNumber(lab.links, 'l')}`, properties, a, b };
  lab.links.push(link);
  touch(cml, lab);
  return link;
}

/** @throws Refusal */
export function getLink(lab: Lab, id: string): Link {
  const link = lab.links.find((one) => one.id === id);
  if (!link) throw notFound('Link', id);
  return link;
}

export function disconnect(cml: Cml, lab: Lab, link: Link): void {
  Object.assign(lab, { links: lab.links.filter((one) => one !== link) });
  touch(cml, lab);
}
