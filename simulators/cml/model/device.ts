import { type Cml, Refusal } from './cml.ts';
import type { Definition } from './definition.ts';
import { findDefinition } from './definition-documents.ts';
import { hasSentinel, refuseOn } from './faults.ts';
import { parseConfiguration, renderConfiguration } from './ios/config-tree.ts';
import { type DeviceFacts, freshDevice, prompt, typeLine } from './ios/console.ts';
import { defaultConfiguration } from './ios/default-configuration.ts';
import { shellPrompt, shellTyped } from './ios/shell.ts';
import { touch } from './labs.ts';
import { networkOf } from './network/network-of.ts';
import { pingFrom } from './network/ping.ts';
import { type Network, portKey } from './network/segment.ts';
import { mainConfiguration, setMainConfiguration } from './nodes.ts';
import { definitionId, label, nodeState, tags } from './power.ts';
import type { Device, Lab, Node, Section } from './state.ts';

const LOG_LINES = 2000;

/** What is behind the console of a booted node; the first look after a boot starts it from its disk, or else its lab. */
export function deviceOf(cml: Cml, node: Node): Device | undefined {
  const definition = findDefinition(cml, definitionId(node));
  if (!definition || definition.console === 'none' || node.power.is !== 'on') return undefined;
  if (nodeState(cml, node) !== 'BOOTED') return undefined;
  const run = node.power.queuedAt;
  if (node.device?.run !== run) node.device = freshDevice(run, bootedConfiguration(cml, node, definition));
  return node.device;
}

function bootedConfiguration(cml: Cml, node: Node, definition: Definition): Section[] {
  const given = mainConfiguration(cml, node)?.trim() === '' ? null : mainConfiguration(cml, node);
  node.startup ??= given ?? defaultConfiguration(definition, label(node));
  if (definition.console === 'ios') return parseConfiguration(node.startup);
  return node.startup.split('\n').map((line) => ({ line, children: [] }));
}

function isIos(cml: Cml, node: Node): boolean {
  return findDefinition(cml, definitionId(node))?.console === 'ios';
}

export function consolePrompt(cml: Cml, node: Node): string {
  const device = deviceOf(cml, node);
  if (!device) return '';
  return isIos(cml, node) ? prompt(device) : shellPrompt(label(node));
}

function factsFor(cml: Cml, node: Node): DeviceFacts {
  const facts = { startup: node.startup ?? '', model: definitionId(node) };
  const lab = cml.state.labs.find(({ nodes }) => nodes.includes(node));
  if (lab === undefined) return facts;
  const network = (): Network => networkOf(cml, lab, (each) => deviceOf(cml, each)?.running);
  return {
    ...facts,
    ping(command) {
      const now = network();
      const start = now.devices.get(node.id);
      return start === undefined ? '' : pingFrom(now, start, command);
    },
    isCabled: (port) => network().cables.has(portKey({ device: node.id, port })),
  };
}

/** One line typed at a node's console and what it prints; `undefined` when nobody is there to read it. */
export function typeAtConsole(cml: Cml, node: Node, line: string): string | undefined {
  const device = deviceOf(cml, node);
  if (!device) return undefined;
  const before = consolePrompt(cml, node);
  const typed = isIos(cml, node) ? typeLine(device, line, factsFor(cml, node)) : shellTyped(device, line, label(node));
  node.device = typed.device;
  if (typed.save) node.startup = runningConfiguration(cml, node);
  node.log = [...node.log, `${before}${line}`, ...(typed.output === '' ? [] : typed.output.split('\n'))].slice(
    -LOG_LINES,
  );
  return typed.output;
}

/** The configuration as it runs now; as it would boot when the node is down. */
export function runningConfiguration(cml: Cml, node: Node): string {
  const device = deviceOf(cml, node);
  if (!device) return node.startup ?? mainConfiguration(cml, node) ?? '';
  return isIos(cml, node) ? renderConfiguration(device.running) : device.running.map(({ line }) => line).join('\n');
}

/** Copies what runs into the lab. @throws Refusal unless the node is up and of a kind that can be read */
export function extractConfiguration(cml: Cml, { lab, node }: { lab: Lab; node: Node }): string {
  const definition = findDefinition(cml, definitionId(node));
  if (!definition?.extracts) throw new Refusal(400, `Node ${label(node)} does not support configuration extraction.`);
  if (nodeState(cml, node) !== 'BOOTED')
    throw new Refusal(400, `Node ${label(node)} must be booted to extract its configuration.`);
  const description = `Configuration of node ${label(node)} could not be extracted.`;
  refuseOn(cml, 'extraction-fails', { subject: label(node), description });
  if (tags(node).some((tag) => hasSentinel(tag, 'extraction-fails'))) throw new Refusal(400, description);
  const configuration = runningConfiguration(cml, node);
  setMainConfiguration(cml, node, configuration);
  touch(cml, lab);
  return configuration;
}

/** What the first console of a node has printed. @throws Refusal when it has none */
export function consoleLog(cml: Cml, node: Node, line: number): string[] {
  const definition = findDefinition(cml, definitionId(node));
  if (!definition || line >= definition.serialPorts) throw new Refusal(400, 'Serial port does not exist on node');
  return line === 0 ? [...bootLines(cml, node, definition.completed), ...node.log] : [];
}

function bootLines(cml: Cml, node: Node, completed: readonly string[]): string[] {
  const state = nodeState(cml, node);
  if (state !== 'STARTED' && state !== 'BOOTED') return [];
  return state === 'STARTED' ? [`Booting ${label(node)}...`] : [`Booting ${label(node)}...`, ...completed];
}

export interface PublishedConsole {
  readonly port: number;
  readonly labId: string;
  readonly nodeId: string;
}

/** Consoles that tags publish on ports of the host while their node runs. The first to claim a port has it. */
export function publishedConsoles(cml: Cml): PublishedConsole[] {
  const all = cml.state.labs.flatMap((lab) => lab.nodes.map((node) => ({ lab, node })));
  const up = all.filter(({ node }) => ['STARTED', 'BOOTED'].includes(nodeState(cml, node)));
  const published = new Map<number, PublishedConsole>();
  for (const { lab, node } of up) {
    const free = consolePorts(node).filter((port) => !published.has(port));
    for (const port of free) published.set(port, { port, labId: lab.id, nodeId: node.id });
  }
  return [...published.values()];
}

/** `serial:4567` and `serial:4567:0`; `telnet:` is what some templates write. Outside 2000 to 7999 CML ignores them. */
function consolePorts(node: Node): number[] {
  const ports = tags(node).map((tag) => Number(/^(?:serial|telnet):(\d{1,5})(?::0)?$/.exec(tag)?.[1]));
  return ports.filter((port) => port >= 2000 && port <= 7999);
}
