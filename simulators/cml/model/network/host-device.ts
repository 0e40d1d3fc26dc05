import { interfaceName } from '../ios/names.ts';
import { addressIn, maskLength, prefixOf } from './address.ts';
import type { NetAddress, NetDevice, Route } from './net-device.ts';

interface Given {
  readonly id: string;
  readonly label: string;
  /** The script that it ran at boot and what was typed since. */
  readonly lines: readonly string[];
}

/** A server or desktop, read from the commands that set up its network. */
export function hostDevice({ id, label, lines }: Given): NetDevice {
  const addresses = lines.flatMap(addressSet);
  return {
    id,
    label,
    kind: 'host',
    addresses,
    switched: new Map(),
    vlans: new Set(),
    routes: lines.flatMap(routeIn),
    isRouting: false,
    // Whatever else a script may do, nobody here runs it.
    beyond: addresses.length === 0 ? 'a network that its script may set up' : undefined,
  };
}

const settings: readonly RegExp[] = [
  /ifconfig (?<port>\S+) (?:inet )?(?<address>[\d.]+) netmask (?<mask>[\d.]+)/,
  /ip addr(?:ess)? add (?<address>[\d.]+)\/(?<length>\d+) .*?dev (?<port>\S+)/,
];

function addressSet(line: string): readonly NetAddress[] {
  const set = groupsIn(line);
  const { address: text = '', port = '' } = set;
  const address = addressIn(text);
  const length = lengthIn(set);
  if (address === undefined || length === undefined) return [];
  return [{ interface: port, address, prefix: prefixOf(address, length), ports: [interfaceName(port)] }];
}

type Groups = Readonly<Partial<Record<string, string>>>;

function groupsIn(line: string): Groups {
  const found = settings.map((setting) => setting.exec(line)?.groups);
  return found.find((groups) => groups !== undefined) ?? {};
}

function lengthIn({ length, mask = '' }: Groups): number | undefined {
  return length === undefined ? maskLength(mask) : Number(length);
}

function routeIn(line: string): readonly Route[] {
  const next = /route add default (?:gw|via) ([\d.]+)/.exec(line)?.[1];
  const via = next === undefined ? undefined : addressIn(next);
  return via === undefined ? [] : [{ prefix: { network: 0, length: 0 }, via }];
}
