import { redrawSmartAnnotations } from './annotations.ts';
import { type Cml, count, newId, Refusal } from './cml.ts';
import { findDefinition } from './definition-documents.ts';
import { happens } from './happenings.ts';
import { nextNumber, populate } from './interfaces.ts';
import { checkStart, tellSettled, tellStarted, title, touch } from './labs.ts';
import {
  definitionId,
  isRunning,
  label,
  labState,
  nodeState,
  powerOffNode,
  powerOnNode,
  tags,
  wipeNode,
} from './power.ts';
import type { Lab, Node, Properties } from './state.ts';

const blank = {
  boot_disk_size: null,
  configuration: [],
  cpu_limit: null,
  cpus: null,
  data_volume: null,
  hide_links: false,
  image_definition: null,
  parameters: {},
  ram: null,
  tags: [],
};

/** @throws Refusal when there is no such definition */
export function createNode(
  cml: Cml,
  lab: Lab,
  { properties, populated }: { properties: Properties; populated: boolean },
): Node {
  const definition = String(properties['node_definition']);
  if (!findDefinition(cml, definition)) throw new Refusal(400, `Node definition not found: ${definition}`);
  const node: Node = {
    id: newId(cml),
    fileId: `n${nextNumber(lab.nodes, 'n')}`,
    properties: { ...blank, ...properties },
    interfaces: [],
    listsInterfaces: true,
    power: { is: 'off' },
    consoleKey: newId(cml),
    vncKey: newId(cml),
    log: [],
  };
  if (properties['configuration'] !== undefined) setConfiguration(cml, node, properties['configuration']);
  if (populated) populate(cml, node);
  lab.nodes.push(node);
  changed(cml, lab);
  tell(cml, { lab, node }, 'ADD');
  return node;
}

function changed(cml: Cml, lab: Lab): void {
  redrawSmartAnnotations(cml, lab);
  touch(cml, lab);
}

/** May change while the node is anything; the rest only before its first boot. */
const always = new Set(['label', 'x', 'y', 'tags', 'hide_links', 'parameters', 'priority']);

/** @throws Refusal */
export function changeNode(cml: Cml, { lab, node }: { lab: Lab; node: Node }, change: Properties): void {
  const late = Object.keys(change).filter((key) => !always.has(key));
  if (late.length > 0 && nodeState(cml, node) !== 'DEFINED_ON_CORE') {
    throw new Refusal(400, `Cannot change ${late.join(', ')} of node ${label(node)}: it must be wiped first.`);
  }
  const { configuration, ...rest } = change;
  Object.assign(node.properties, rest);
  if (configuration !== undefined) setConfiguration(cml, node, configuration);
  changed(cml, lab);
  tell(cml, { lab, node }, 'CHANGE');
}

function tell(cml: Cml, { lab, node }: { lab: Lab; node: Node }, event: 'ADD' | 'CHANGE' | 'REMOVE'): void {
  const data = {
    id: node.id,
    lab_id: lab.id,
    label: label(node),
    node_definition: definitionId(node),
    tags: tags(node),
  };
  happens(cml, { category: null, event, element: 'NODE', id: node.id, lab: lab.id, data });
}

/** @throws Refusal unless it is wiped */
export function removeNode(cml: Cml, { lab, node }: { lab: Lab; node: Node }): void {
  if (nodeState(cml, node) !== 'DEFINED_ON_CORE')
    throw new Refusal(400, 'Cannot remove a node that is not stopped and wiped.');
  const own = new Set(node.interfaces.map(({ id }) => id));
  Object.assign(lab, {
    nodes: lab.nodes.filter((one) => one !== node),
    links: lab.links.filter(({ a, b }) => !own.has(a) && !own.has(b)),
  });
  changed(cml, lab);
  tell(cml, { lab, node }, 'REMOVE');
}

/** @throws Refusal beyond the licence */
export function startNode(cml: Cml, { lab, node }: { lab: Lab; node: Node }): void {
  if (isRunning(cml, node) && node.power.is === 'on') return;
  checkStart(cml, lab, [node]);
  const wasStarted = labState(cml, lab) === 'STARTED';
  powerOnNode(cml, lab, node);
  if (!wasStarted) tellStarted(cml, lab, null);
  count(cml, `start:${title(lab)}/${label(node)}`);
}

export function stopNode(cml: Cml, { lab, node }: { lab: Lab; node: Node }): void {
  const wasOn = node.power.is === 'on';
  powerOffNode(cml, lab, node);
  if (wasOn) tellSettled(cml, lab, null);
}

/** @throws Refusal while it runs */
export function wipeDisks(cml: Cml, { lab, node }: { lab: Lab; node: Node }): void {
  if (isRunning(cml, node)) throw new Refusal(400, 'Cannot wipe a node that is running.');
  const wasStopped = nodeState(cml, node) === 'STOPPED';
  wipeNode(cml, lab, node);
  if (wasStopped) tellSettled(cml, lab, null);
}

interface ConfigurationFile {
  readonly name: string;
  readonly content: string;
}

function asFile(value: unknown): ConfigurationFile | undefined {
  if (typeof value !== 'object' || value === null || !('name' in value)) return undefined;
  const content = 'content' in value && typeof value.content === 'string' ? value.content : '';
  return { name: String(value.name), content };
}

/** The node's configuration files, main one first, whichever way the lab wrote them. */
export function configurationFiles(cml: Cml, node: Node): ConfigurationFile[] {
  const { configuration } = node.properties;
  const main = findDefinition(cml, definitionId(node))?.file ?? 'Main';
  if (typeof configuration === 'string') return [{ name: main, content: configuration }];
  const list: unknown[] = Array.isArray(configuration) ? configuration : [configuration];
  return list.map(asFile).filter((file) => file !== undefined);
}

export function mainConfiguration(cml: Cml, node: Node): string | null {
  return configurationFiles(cml, node)[0]?.content ?? null;
}

/** A string replaces the main file; a list or a single file replaces the files it names. */
function setConfiguration(cml: Cml, node: Node, value: unknown): void {
  if (value === null) Object.assign(node.properties, { configuration: [] });
  else if (typeof value === 'string') setMainConfiguration(cml, node, value);
  else {
    const given: unknown[] = Array.isArray(value) ? value : [value];
    const files = given.map(asFile).filter((file) => file !== undefined);
    const kept = configurationFiles(cml, node).filter(({ name }) => !files.some((file) => file.name === name));
    Object.assign(node.properties, { configuration: Array.isArray(value) ? files : [...files, ...kept] });
  }
}

/** Written the way the lab's file has it: as text in old formats, as a list of named files in new ones. */
export function setMainConfiguration(cml: Cml, node: Node, content: string): void {
  const { configuration } = node.properties;
  if (typeof configuration === 'string') Object.assign(node.properties, { configuration: content });
  else {
    const [main, ...others] = configurationFiles(cml, node);
    const name = main?.name ?? findDefinition(cml, definitionId(node))?.file ?? 'Main';
    Object.assign(node.properties, { configuration: [{ name, content }, ...others] });
  }
}
