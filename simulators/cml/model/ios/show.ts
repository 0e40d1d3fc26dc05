import type { Section } from '../state.ts';
import { renderConfiguration, renderSection } from './config-tree.ts';
import { interfaceName } from './names.ts';

export interface Shown {
  readonly running: readonly Section[];
  readonly startup: string;
  readonly model: string;
  readonly isCabled?: ((port: string) => boolean) | undefined;
}

/** What a `show` command prints; `undefined` when there is no such command here. */
export function show(command: string, facts: Shown): string | undefined {
  const [what = '', filter] = command.split(/\s*\|\s*/);
  const output = plain(what.trim(), facts);
  return output === undefined || filter === undefined ? output : filtered(output, filter);
}

function plain(command: string, { running, startup, model, isCabled }: Shown): string | undefined {
  const one = /^show running-config interface (.+)$/.exec(command)?.[1];
  if (one !== undefined) return showInterface(running, interfaceName(one));
  switch (command) {
    case 'show running-config': {
      const text = renderConfiguration(running);
      return `Building configuration...\n\nCurrent configuration : ${text.length} bytes\n!\n${text}`;
    }
    case 'show startup-config':
      return startup === '' ? 'startup-config is not present' : `Using ${startup.length} bytes\n!\n${startup}`;
    case 'show version':
      return `Cisco IOS Software, Simulated ${model} Software, Version 17.12\nuptime is 5 minutes\nProcessor board ID SIMULATED`;
    case 'show vlan brief':
    case 'show vlan':
      return showVlans(running);
    case 'show ip interface brief':
      return showAddresses(running, isCabled);
    default:
      return /^show (running|startup)/.test(command) ? undefined : `% Not simulated: ${command}`;
  }
}

function filtered(output: string, filter: string): string {
  const [verb = '', ...rest] = filter.trim().split(/\s+/);
  const wanted = rest.join(' ').toLowerCase();
  const lines = output.split('\n');
  const hits = (line: string): boolean => line.toLowerCase().includes(wanted);
  if ('include'.startsWith(verb)) return lines.filter(hits).join('\n');
  if ('exclude'.startsWith(verb)) return lines.filter((line) => !hits(line)).join('\n');
  if ('begin'.startsWith(verb)) return lines.slice(Math.max(0, lines.findIndex(hits))).join('\n');
  return sectionsWith(lines, hits).join('\n');
}

function sectionsWith(lines: readonly string[], hits: (line: string) => boolean): string[] {
  let inside = false;
  return lines.filter((line) => {
    if (!line.startsWith(' ')) inside = hits(line);
    return inside;
  });
}

function showInterface(running: readonly Section[], name: string): string | undefined {
  const section = running.find((one) => one.line === `interface ${name}`);
  return section && `Building configuration...\n\n${renderSection(section, 0).join('\n')}\nend\n`;
}

function interfaces(running: readonly Section[]): { name: string; lines: string[] }[] {
  const found = running.filter(({ line }) => line.startsWith('interface '));
  return found.map(({ line, children }) => ({ name: line.slice(10), lines: children.map((child) => child.line) }));
}

function showVlans(running: readonly Section[]): string {
  const named = running.filter(({ line }) => /^vlan \d+$/.test(line));
  const vlans = new Map([['1', 'default'], ...named.map(({ line, children }) => vlanName(line.slice(5), children))]);
  const ports = interfaces(running).filter(
    ({ name, lines }) =>
      /Ethernet/.test(name) && !lines.includes('switchport mode trunk') && !lines.includes('no switchport'),
  );
  const portsIn = (id: string): string =>
    ports
      .filter(({ lines }) => accessVlan(lines) === id)
      .map(({ name }) => short(name))
      .join(', ');
  const rows = [...vlans].map(([id, name]) => `${id.padEnd(5)}${name.padEnd(33)}active    ${portsIn(id)}`.trimEnd());
  return [
    'VLAN Name                             Status    Ports',
    '---- -------------------------------- --------- -------------------------------',
    ...rows,
  ].join('\n');
}

function vlanName(id: string, children: readonly Section[]): [string, string] {
  const name = children.find(({ line }) => line.startsWith('name '))?.line.slice(5);
  return [id, name ?? `VLAN${id.padStart(4, '0')}`];
}

function accessVlan(lines: readonly string[]): string {
  return lines.find((line) => line.startsWith('switchport access vlan '))?.slice(23) ?? '1';
}

function short(name: string): string {
  return name.replace(/^([A-Z][a-z])[A-Za-z-]*/, '$1');
}

function showAddresses(running: readonly Section[], isCabled: Shown['isCabled']): string {
  const rows = interfaces(running).map(({ name, lines }) => {
    const address = lines.find((line) => line.startsWith('ip address '))?.split(' ')[2] ?? 'unassigned';
    const down = lines.includes('shutdown');
    const cut = /Ethernet[\d/]+$/.test(name) && isCabled?.(name) === false;
    const status = down
      ? 'administratively down down'
      : cut
        ? 'down                  down'
        : 'up                    up';
    return `${name.padEnd(23)}${address.padEnd(16)}YES manual ${status}`;
  });
  return ['Interface              IP-Address      OK? Method Status                Protocol', ...rows].join('\n');
}
