import type { Cml } from '../cml.ts';
import { findDefinition } from '../definition-documents.ts';
import { interfaceLabel } from '../interfaces.ts';
import { interfaceName } from '../ios/names.ts';
import { definitionId, label, nodeState } from '../power.ts';
import type { Lab, NetworkInterface, Node, Section } from '../state.ts';
import { hostDevice } from './host-device.ts';
import { iosDevice } from './ios-device.ts';
import type { NetDevice } from './net-device.ts';
import { type Network, type PortRef, portKey } from './segment.ts';

/** What a node runs, for those that run anything. */
export type RunningOf = (node: Node) => readonly Section[] | undefined;

/** The network of a lab as it is now: nodes that are up, by what they run, and the links between them. */
export function networkOf(cml: Cml, lab: Lab, runningOf: RunningOf): Network {
  const up = lab.nodes.filter((node) => nodeState(cml, node) === 'BOOTED');
  const ends = new Map(up.flatMap((node) => node.interfaces.map((one) => [one.id, portOf(node, one)] as const)));
  const cables = lab.links.flatMap(({ a, b }) => {
    const [one, other] = [ends.get(a), ends.get(b)];
    return one && other ? [[portKey(one), other] as const, [portKey(other), one] as const] : [];
  });
  return {
    devices: new Map(up.map((node) => [node.id, deviceFor(cml, node, runningOf)])),
    cables: new Map(cables),
  };
}

function portOf(node: Node, one: NetworkInterface): PortRef {
  return { device: node.id, port: interfaceName(interfaceLabel(one)) };
}

function deviceFor(cml: Cml, node: Node, runningOf: RunningOf): NetDevice {
  const definition = findDefinition(cml, definitionId(node));
  const running = runningOf(node);
  const named = { id: node.id, label: label(node) };
  if (definitionId(node) === 'unmanaged_switch') return opaque(named, 'hub');
  if (definition === undefined || running === undefined) return opaque(named, 'unknown');
  if (definition.console === 'shell') return hostDevice({ ...named, lines: running.map(({ line }) => line) });
  const ports = node.interfaces.map((one) => interfaceName(interfaceLabel(one)));
  return iosDevice({ ...named, running, ports, isSwitch: definition.nature === 'switch' });
}

function opaque(named: { id: string; label: string }, kind: 'hub' | 'unknown'): NetDevice {
  const empty = { addresses: [], routes: [], switched: new Map(), vlans: new Set<number>() };
  return { ...named, kind, ...empty, isRouting: false };
}
