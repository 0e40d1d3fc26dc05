import { logNormal } from '@lcm/core/kernel';
import { endCapturesAt } from './capture-ends.ts';
import { between, type Cml, lasts } from './cml.ts';
import { findDefinition } from './definition-documents.ts';
import { hasSentinel, strike } from './faults.ts';
import { callOff, nodeHappens } from './happenings.ts';
import type { Lab, Node, Power } from './state.ts';

export type NodeState = 'DEFINED_ON_CORE' | 'QUEUED' | 'STARTED' | 'BOOTED' | 'STOPPED';
export type LabState = 'DEFINED_ON_CORE' | 'STARTED' | 'STOPPED';

export function label(node: Node): string {
  const { label: text } = node.properties;
  return typeof text === 'string' ? text : node.fileId;
}

export function tags(node: Node): string[] {
  const { tags: list } = node.properties;
  return Array.isArray(list) ? list.filter((tag) => typeof tag === 'string') : [];
}

export function definitionId(node: Node): string {
  const { node_definition: id } = node.properties;
  return typeof id === 'string' ? id : '';
}

function stateOfPower(power: Power, now: number): NodeState {
  switch (power.is) {
    case 'off':
      return 'DEFINED_ON_CORE';
    case 'on':
      if (now < power.startedAt) return 'QUEUED';
      return power.bootedAt !== null && now >= power.bootedAt ? 'BOOTED' : 'STARTED';
    case 'stopping':
      return now < power.stoppedAt ? power.from : 'STOPPED';
    case 'wiping':
      return now < power.wipedAt ? 'STOPPED' : 'DEFINED_ON_CORE';
  }
}

export function nodeState(cml: Cml, node: Node): NodeState {
  return stateOfPower(node.power, cml.clock.now());
}

export function isRunning(cml: Cml, node: Node): boolean {
  return ['QUEUED', 'STARTED', 'BOOTED'].includes(nodeState(cml, node));
}

/** In a state that nothing but a command will change. */
export function nodeConverged(cml: Cml, node: Node): boolean {
  const now = cml.clock.now();
  const { power } = node;
  switch (power.is) {
    case 'off':
      return true;
    case 'on':
      return power.bootedAt !== null && now >= power.bootedAt;
    case 'stopping':
      return now >= power.stoppedAt;
    case 'wiping':
      return now >= power.wipedAt;
  }
}

export function labState(cml: Cml, lab: Lab): LabState {
  const states = lab.nodes.map((node) => nodeState(cml, node));
  if (states.some((state) => state !== 'STOPPED' && state !== 'DEFINED_ON_CORE')) return 'STARTED';
  return states.includes('STOPPED') ? 'STOPPED' : 'DEFINED_ON_CORE';
}

/** Interfaces and links are up while the nodes at their ends run, and remember that they were until the wipe. */
export function linkState(cml: Cml, ends: readonly (Node | undefined)[]): LabState {
  const states = ends.map((node) => (node ? nodeState(cml, node) : 'DEFINED_ON_CORE'));
  if (states.every((state) => state === 'STARTED' || state === 'BOOTED')) return 'STARTED';
  return states.every((state) => state === 'DEFINED_ON_CORE')
    ? 'DEFINED_ON_CORE'
    : states.includes('STOPPED')
      ? 'STOPPED'
      : 'DEFINED_ON_CORE';
}

/** Puts a node that is off into the launch queue; a running one stays as it is. */
export function powerOnNode(cml: Cml, lab: Lab, node: Node): void {
  if (isRunning(cml, node) && node.power.is === 'on') return;
  const now = cml.clock.now();
  const startedAt = Math.max(now, cml.state.queueFreeAt) + between(cml, cml.settings.queueMs);
  cml.state.queueFreeAt = startedAt;
  const bootMs = bootDuration(cml, node);
  const bootedAt = hangs(cml, node) ? null : startedAt + bootMs;
  node.power = { is: 'on', queuedAt: now, startedAt, bootedAt };
  delete node.device;
  callOff(cml, node.id);
  nodeHappens(cml, lab.id, { node: node.id, state: 'QUEUED', at: now });
  nodeHappens(cml, lab.id, { node: node.id, state: 'STARTED', at: startedAt });
  if (bootedAt !== null) nodeHappens(cml, lab.id, { node: node.id, state: 'BOOTED', at: bootedAt });
}

/** Scatters; BOOTED is reported at the definition's time-out at the latest, whatever the console says. */
function bootDuration(cml: Cml, node: Node): number {
  const { bootSeconds, timeoutSeconds } = findDefinition(cml, definitionId(node)) ?? {
    bootSeconds: 60,
    timeoutSeconds: 300,
  };
  const scattered = logNormal(cml.random, bootSeconds * 1000, cml.settings.bootSigma);
  return lasts(cml, Math.min(scattered, timeoutSeconds * 1000));
}

function hangs(cml: Cml, node: Node): boolean {
  return (
    strike(cml, 'never-boots', label(node)) !== undefined || tags(node).some((tag) => hasSentinel(tag, 'never-boots'))
  );
}

/** Stops a running node; one that is off or already stopping stays as it is. */
export function powerOffNode(cml: Cml, lab: Lab, node: Node): void {
  const from = nodeState(cml, node);
  if (node.power.is !== 'on' || from === 'STOPPED' || from === 'DEFINED_ON_CORE') return;
  const stoppedAt = cml.clock.now() + between(cml, cml.settings.stopMs);
  node.power = { is: 'stopping', from, stoppedAt };
  endCapturesAt(cml, node);
  delete node.device;
  callOff(cml, node.id);
  nodeHappens(cml, lab.id, { node: node.id, state: 'STOPPED', at: stoppedAt });
}

/** Throws away the disk of a stopped node. */
export function wipeNode(cml: Cml, lab: Lab, node: Node): void {
  if (nodeState(cml, node) !== 'STOPPED' || node.power.is === 'wiping') return;
  const wipedAt = cml.clock.now() + between(cml, cml.settings.wipeMs);
  node.power = { is: 'wiping', wipedAt };
  delete node.startup;
  delete node.device;
  node.log = [];
  nodeHappens(cml, lab.id, { node: node.id, state: 'DEFINED_ON_CORE', at: wipedAt });
}

/** The power of the whole host goes: what ran is stopped, at once. */
export function cutPower(cml: Cml, node: Node): void {
  endCapturesAt(cml, node);
  if (isRunning(cml, node)) node.power = { is: 'stopping', from: 'STARTED', stoppedAt: cml.clock.now() };
  delete node.device;
  callOff(cml, node.id);
}
