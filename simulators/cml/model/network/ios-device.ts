import { interfaceName, numberList } from '../ios/names.ts';
import type { Section } from '../state.ts';
import { addressIn, maskLength, prefixOf } from './address.ts';
import { linesOf, type NetAddress, type NetDevice, type Route, type SwitchPort, valueOf } from './net-device.ts';

interface Given {
  readonly id: string;
  readonly label: string;
  readonly isSwitch: boolean;
  readonly running: readonly Section[];
  readonly ports: readonly string[];
}

/** An IOS router or switch, read from what it runs. */
export function iosDevice({ id, label, isSwitch, running, ports }: Given): NetDevice {
  const facts = { running, ports, isSwitch };
  const names = running.flatMap(({ line }) => (line.startsWith('interface ') ? [line.slice(10)] : []));
  const switched = isSwitch ? switchedPorts(facts) : new Map<string, SwitchPort>();
  return {
    id,
    label,
    kind: isSwitch ? 'switch' : 'router',
    addresses: [...new Set([...names, ...ports])].flatMap((name) => addressesOn(name, facts)),
    switched,
    vlans: vlansOf(running, switched),
    routes: running.flatMap(({ line }) => routesIn(line)),
    isRouting: isSwitch ? has(running, 'ip routing') : !has(running, 'no ip routing'),
    beyond: running.find(({ line }) => /^(router |ip nat |ip policy |ip local policy |vrf |ip vrf )/.test(line))?.line,
  };
}

interface Facts {
  readonly running: readonly Section[];
  readonly ports: readonly string[];
  readonly isSwitch: boolean;
}

function has(running: readonly Section[], wanted: string): boolean {
  return running.some(({ line }) => line === wanted);
}

/** A member of a channel behaves as the channel is configured. */
function settingsOf({ running }: Facts, port: string): readonly string[] {
  const own = linesOf(running, `interface ${port}`);
  const channel = valueOf(own, 'channel-group')?.split(' ')[0];
  const ofChannel = channel === undefined ? [] : linesOf(running, `interface Port-channel${channel}`);
  return ofChannel.length === 0 ? own : [...ofChannel, ...own.filter((line) => line === 'shutdown')];
}

function switchedPorts(facts: Facts): Map<string, SwitchPort> {
  const open = facts.ports.flatMap((port) => {
    const lines = settingsOf(facts, port);
    const isClosed = lines.includes('shutdown') || lines.includes('no switchport');
    return isClosed ? [] : [[port, switchPort(lines)] as const];
  });
  return new Map(open);
}

const modes = {
  'switchport mode access': 'access',
  'switchport mode trunk': 'trunk',
  'switchport mode dynamic desirable': 'desirable',
} as const;

function switchPort(lines: readonly string[]): SwitchPort {
  const mode = Object.entries(modes).find(([line]) => lines.includes(line))?.[1] ?? 'auto';
  const allowed = valueOf(lines, 'switchport trunk allowed vlan');
  const ids = allowed === undefined || allowed === 'all' ? undefined : numberList(allowed.replace(/^none$/, ''));
  return {
    mode,
    negotiates: !lines.includes('switchport nonegotiate'),
    access: Number(valueOf(lines, 'switchport access vlan') ?? 1),
    native: Number(valueOf(lines, 'switchport trunk native vlan') ?? 1),
    ...(ids && { allowed: new Set(ids) }),
  };
}

/** Those that were made, and those that a port was put into: IOS makes them then. */
function vlansOf(running: readonly Section[], switched: ReadonlyMap<string, SwitchPort>): Set<number> {
  const made = running.flatMap(({ line }) => numberList(/^vlan ([\d,-]+)$/.exec(line)?.[1] ?? ''));
  return new Set([1, ...made, ...[...switched.values()].map(({ access }) => access)]);
}

const deciding =
  /^(ip access-group|ip nat|ip policy|vrf|ip vrf|standby|vrrp|glbp|crypto map|service-policy|ip unnumbered)\b/;

function addressesOn(name: string, facts: Facts): readonly NetAddress[] {
  const lines = facts.ports.includes(name) ? settingsOf(facts, name) : linesOf(facts.running, `interface ${name}`);
  const parent = name.split('.')[0] ?? name;
  const down = lines.includes('shutdown') || linesOf(facts.running, `interface ${parent}`).includes('shutdown');
  if (down) return [];
  const beyond = lines.find((line) => deciding.test(line));
  const outlet = outletOf(name, lines, facts);
  return lines.flatMap((line) => {
    const [, text = '', mask = ''] = /^ip address (\S+) (\S+)( secondary)?$/.exec(line) ?? [];
    const [address, length] = [addressIn(text), maskLength(mask)];
    if (address === undefined || length === undefined) return [];
    return [{ interface: name, address, prefix: prefixOf(address, length), ...outlet, beyond }];
  });
}

function outletOf(name: string, lines: readonly string[], facts: Facts): Pick<NetAddress, 'ports' | 'tag' | 'vlan'> {
  const vlan = /^Vlan(\d+)$/.exec(name)?.[1];
  if (vlan !== undefined) return { ports: [], vlan: Number(vlan) };
  const [parent = name, sub] = name.split('.');
  const channel = /^Port-channel(\d+)$/.exec(parent)?.[1];
  const ports = channel === undefined ? [parent] : membersOf(channel, facts);
  const tag = sub === undefined ? undefined : tagIn(lines);
  return tag === undefined ? { ports } : { ports, tag };
}

/** The tag of a subinterface; that of the native VLAN is not written on its frames. */
function tagIn(lines: readonly string[]): number | undefined {
  const tag = lines.flatMap((line) => /^encapsulation dot1q (\d+)$/i.exec(line)?.[1] ?? [])[0];
  return tag === undefined ? undefined : Number(tag);
}

function membersOf(channel: string, { running, ports }: Facts): readonly string[] {
  return ports.filter((port) => {
    const lines = linesOf(running, `interface ${port}`);
    return valueOf(lines, 'channel-group')?.split(' ')[0] === channel && !lines.includes('shutdown');
  });
}

function routesIn(line: string): readonly Route[] {
  const written = line.replace(/^ip default-gateway /, 'ip route 0.0.0.0 0.0.0.0 ');
  const [, network = '', mask = '', next = ''] = /^ip route (\S+) (\S+) (\S+)/.exec(written) ?? [];
  const [address, length] = [addressIn(network), maskLength(mask)];
  if (address === undefined || length === undefined) return [];
  return [{ prefix: prefixOf(address, length), via: addressIn(next) ?? interfaceName(next) }];
}
