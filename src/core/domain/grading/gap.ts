import { type NodeReading, outputOf } from './node-reading.ts';
import { isAnswer } from './output-check.ts';
import { answeredPercent, pingOf } from './reach-check.ts';
import { type Check, type LeafCheck, leavesOf, type OutputCheck, type ReachCheck, type Source } from './rules.ts';
import { interfaceOf } from './state-check.ts';

/**
 * What of the evidence is missing to judge the node by the check, in words. Then the item is not gradable: what nobody
 * knows is neither passed nor failed.
 */
export function gapOf(check: Check, node: NodeReading): string | undefined {
  return leavesOf(check)
    .map((leaf) => leafGap(leaf, node))
    .find((gap) => gap !== undefined);
}

const sourceNames: Record<Source, string> = {
  running: 'running configuration',
  startup: 'startup configuration',
  console: 'console log',
};

function leafGap(check: LeafCheck, node: NodeReading): string | undefined {
  if ('output' in check) return outputGap(check, node);
  if ('reach' in check) return reachGap(check, node);
  if ('interface' in check) return interfaceGap(check.interface, node);
  const { source = 'running' } = check;
  return node.texts[source] === undefined ? `the ${sourceNames[source]} of ${node.label} was not collected` : undefined;
}

function outputGap({ output: command }: OutputCheck, node: NodeReading): string | undefined {
  const output = outputOf(node, command);
  if (output === undefined) return unasked(command, node);
  return isAnswer(output) ? undefined : `${node.label} has no answer to "${command}"`;
}

function reachGap(check: ReachCheck, node: NodeReading): string | undefined {
  const command = pingOf(check);
  const output = outputOf(node, command);
  if (output === undefined) return unasked(command, node);
  const isSaid = answeredPercent(output) !== undefined;
  return isSaid ? undefined : `what ${node.label} answers to "${command}" says nothing about reach`;
}

function unasked(command: string, { label }: NodeReading): string {
  return `${label} was not asked "${command}", or did not answer`;
}

function interfaceGap(name: string, { label, interfaces }: NodeReading): string | undefined {
  if (interfaces === undefined) return `the interfaces of ${label} were not collected`;
  return interfaceOf(interfaces, name) === undefined ? `CML shows no interface ${name} of ${label}` : undefined;
}
