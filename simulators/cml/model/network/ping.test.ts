import { readFileSync } from 'node:fs';
import { parseTopology } from '@lcm/core/contracts/topology';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseConfiguration } from '../ios/config-tree.ts';
import { interfaceName } from '../ios/names.ts';
import { hostDevice } from './host-device.ts';
import { iosDevice } from './ios-device.ts';
import type { NetDevice } from './net-device.ts';
import { pingFrom } from './ping.ts';
import { type Network, portKey } from './segment.ts';

type Cable = readonly [string, string, string, string];

function device(label: string, text: string, cables: readonly Cable[]): NetDevice {
  const named = { id: label, label };
  if (label.startsWith('PC')) return hostDevice({ ...named, lines: text.split('\n') });
  const ports = cables.flatMap(([a, aPort, b, bPort]) => [
    ...(a === label ? [aPort] : []),
    ...(b === label ? [bPort] : []),
  ]);
  const running = parseConfiguration(text);
  return iosDevice({ ...named, running, isSwitch: label.startsWith('SW'), ports: ports.map(interfaceName) });
}

function network(configurations: Readonly<Record<string, string>>, cables: readonly Cable[]): Network {
  const ends = cables.flatMap(([a, aPort, b, bPort]) => {
    const one = { device: a, port: interfaceName(aPort) };
    const other = { device: b, port: interfaceName(bPort) };
    return [[portKey(one), other] as const, [portKey(other), one] as const];
  });
  const devices = Object.entries(configurations).map(([label, text]) => [label, device(label, text, cables)] as const);
  return { devices: new Map(devices), cables: new Map(ends) };
}

function ping(net: Network, from: string, target: string): 'yes' | 'no' | 'unknown' {
  const start = net.devices.get(from);
  if (start === undefined) throw new Error(`no ${from}`);
  const printed = pingFrom(net, start, `ping ${target}`);
  if (printed.includes('% Not simulated')) return 'unknown';
  return printed.includes('100 percent') ? 'yes' : 'no';
}

const port = (name: string, ...lines: readonly string[]): string =>
  [`interface ${name}`, ...lines.map((line) => ` ${line}`)].join('\n');
const ip = (address: string): string => `ip address ${address} 255.255.255.0`;

const twoRouters: readonly Cable[] = [['R1', 'e0/0', 'R2', 'e0/0']];
const r1 = port('Ethernet0/0', ip('10.0.0.1'));
const r2 = port('Ethernet0/0', ip('10.0.0.2'));

test('two ends of a cable in one network answer each other', () => {
  expect(ping(network({ R1: r1, R2: r2 }, twoRouters), 'R1', '10.0.0.2')).toBe('yes');
});

test.each([
  ['a port that is shut down', { R1: r1, R2: `${r2}\n shutdown` }, twoRouters],
  ['another network', { R1: r1, R2: port('Ethernet0/0', ip('10.0.1.2')) }, twoRouters],
  ['an address that nobody has', { R1: r1, R2: port('Ethernet0/0', ip('10.0.0.3')) }, twoRouters],
  ['no cable', { R1: r1, R2: r2 }, []],
] as const)('%s does not answer', (_, configurations, cables) => {
  expect(ping(network(configurations, cables), 'R1', '10.0.0.2')).toBe('no');
});

const routed: readonly Cable[] = [...twoRouters, ['R2', 'e0/1', 'R3', 'e0/0']];
const r2Routed = `${r2}\n${port('Ethernet0/1', ip('10.0.1.2'))}`;
const r3 = port('Ethernet0/0', ip('10.0.1.3'));

test('a packet needs a way there and its answer one back', () => {
  const [there, back] = ['ip route 10.0.1.0 255.255.255.0 10.0.0.2', 'ip route 0.0.0.0 0.0.0.0 10.0.1.2'];
  const answer = (one: string, other: string): string =>
    ping(network({ R1: `${one}\n${r1}`, R2: r2Routed, R3: `${other}\n${r3}` }, routed), 'R1', '10.0.1.3');
  expect([answer('', ''), answer(there, ''), answer('', back), answer(there, back)]).toEqual(['no', 'no', 'no', 'yes']);
});

test.each([
  ['a routing protocol', { R1: `router ospf 1\n${r1}` }],
  ['an access list', { R1: `${r1}\n ip access-group 101 in\nip route 10.0.1.0 255.255.255.0 10.0.0.2` }],
])('what depends on %s is not told', (_, changed) => {
  expect(ping(network({ R2: r2Routed, R3: r3, ...changed }, routed), 'R1', '10.0.1.3')).toBe('unknown');
});

const switched: readonly Cable[] = [
  ['R1', 'e0/0', 'SW1', 'e0/0'],
  ['SW1', 'e0/1', 'SW2', 'e0/1'],
  ['SW2', 'e0/0', 'R2', 'e0/0'],
];
const access = (vlan: number): string =>
  port('Ethernet0/0', 'switchport mode access', `switchport access vlan ${vlan}`);
const trunk = (...lines: readonly string[]): string => port('Ethernet0/1', 'switchport mode trunk', ...lines);

test.each([
  ['one VLAN over a trunk', `${access(10)}\n${trunk()}`, `${access(10)}\n${trunk()}`, 'yes'],
  ['two VLANs', `${access(10)}\n${trunk()}`, `${access(20)}\n${trunk()}`, 'no'],
  [
    'a VLAN that the trunk does not carry',
    `${access(10)}\n${trunk('switchport trunk allowed vlan 20')}`,
    `${access(10)}\n${trunk()}`,
    'no',
  ],
  ['a trunk that the other end agrees to', `${access(10)}\n${trunk()}`, access(10), 'yes'],
  ['a trunk that does not ask', `${access(10)}\n${trunk('switchport nonegotiate')}`, access(10), 'no'],
  [
    'a native VLAN that both have',
    `${access(10)}\n${trunk('switchport trunk native vlan 10')}`,
    `${access(10)}\n${trunk('switchport trunk native vlan 10')}`,
    'yes',
  ],
  ['a closed uplink', `${access(10)}\n${trunk('shutdown')}`, `${access(10)}\n${trunk()}`, 'no'],
] as const)('%s between two switches: %s', (...[, one, other, expected]) => {
  expect(ping(network({ R1: r1, SW1: one, SW2: other, R2: r2 }, switched), 'R1', '10.0.0.2')).toBe(expected);
});

test('a channel of two links is one interface', () => {
  const bundle = (address: string): string =>
    [
      port('Port-channel1', 'no switchport', ip(address)),
      ...['Ethernet0/0', 'Ethernet0/1'].map((name) => port(name, 'no switchport', 'channel-group 1 mode active')),
    ].join('\n');
  const cables: readonly Cable[] = [
    ['SW1', 'e0/0', 'SW2', 'e0/0'],
    ['SW1', 'e0/1', 'SW2', 'e0/1'],
  ];
  expect(ping(network({ SW1: bundle('10.0.0.1'), SW2: bundle('10.0.0.2') }, cables), 'SW1', '10.0.0.2')).toBe('yes');
});

const host = (net: number): string =>
  `sudo ifconfig eth0 10.0.${net}.9 netmask 255.255.255.0 up\nsudo route add default gw 10.0.${net}.1 eth0`;

test('a router on a stick takes hosts from one VLAN to the other', () => {
  const cables: readonly Cable[] = [
    ['R1', 'e0/0', 'SW1', 'e0/0'],
    ['SW1', 'e0/1', 'PC1', 'eth0'],
    ['SW1', 'e0/2', 'PC2', 'eth0'],
  ];
  const stick = (tag: number): string =>
    [
      port('Ethernet0/0'),
      port('Ethernet0/0.10', 'encapsulation dot1Q 10', ip('10.0.10.1')),
      port(`Ethernet0/0.20`, `encapsulation dot1Q ${tag}`, ip('10.0.20.1')),
    ].join('\n');
  const sw1 = [
    port('Ethernet0/0', 'switchport mode trunk'),
    port('Ethernet0/1', 'switchport access vlan 10'),
    port('Ethernet0/2', 'switchport access vlan 20'),
  ].join('\n');
  const stuck = (tag: number): Network => network({ R1: stick(tag), SW1: sw1, PC1: host(10), PC2: host(20) }, cables);
  expect(ping(stuck(20), 'PC1', '10.0.20.9')).toBe('yes');
  expect(ping(stuck(30), 'PC1', '10.0.20.9')).toBe('no');
  expect(ping(network({ R1: stick(20), SW1: sw1, PC1: host(10), PC2: 'dhcp' }, cables), 'R1', '10.0.20.9')).toBe(
    'unknown',
  );
});

test('what is no address is not pinged', () => {
  const net = network({ R1: r1 }, []);
  const start = net.devices.get('R1');
  expect(start && pingFrom(net, start, 'ping nobody')).toContain('% Unrecognized host');
  expect(start && pingFrom(net, start, 'ping 10.0.0.1 source Loopback7')).toContain('0 percent');
});

test('whatever is configured, an answer comes', () => {
  const line = fc.constantFrom(
    'interface Ethernet0/0',
    'interface Ethernet0/1',
    ' switchport mode trunk',
    ' switchport access vlan 4095',
    ' shutdown',
    ' ip address 10.0.0.1 255.0.255.0',
    ' ip address 10.0.0.1 255.255.255.255',
    ' channel-group 1 mode on',
    'ip routing',
    'ip route 0.0.0.0 0.0.0.0 10.0.0.2',
    'ip route 0.0.0.0 0.0.0.0 Ethernet0/0',
    ' switchport trunk allowed vlan none',
    ' ip address 10.0.0.300 255.255.255.0',
    'vlan 2-5',
    'interface Vlan1',
    ' ip address 10.0.0.2 255.255.255.0',
  );
  const text = fc.array(line, { maxLength: 12 }).map((lines) => lines.join('\n'));
  const loop: readonly Cable[] = [...switched, ['SW1', 'e0/2', 'SW2', 'e0/2']];
  fc.assert(
    fc.property(text, text, text, (one, other, third) => {
      const net = network({ R1: one, SW1: other, SW2: third, R2: one }, loop);
      expect(['yes', 'no', 'unknown']).toContain(ping(net, 'R1', '10.0.0.2'));
    }),
    { seed: 3, numRuns: 60 },
  );
});

function lab(file: string): Network {
  const read = parseTopology(readFileSync(new URL(`../../../../content/${file}`, import.meta.url), 'utf8'));
  if (!read.ok) throw new Error(`${file}: ${read.rejection.message}`);
  const { nodes, links } = read.value;
  const ends = new Map(
    nodes.flatMap(({ id, interfaces }) =>
      interfaces.map((one) => [`${id}/${one.id}`, { device: id, port: interfaceName(one.label) }] as const),
    ),
  );
  const cables = links.flatMap(({ a, b }) => {
    const [one, other] = [ends.get(`${a.node}/${a.interface}`), ends.get(`${b.node}/${b.interface}`)];
    return one && other ? [[portKey(one), other] as const, [portKey(other), one] as const] : [];
  });
  const devices = nodes.map(({ id, label, nodeDefinition, configuration, interfaces }) => {
    const isIos = nodeDefinition.startsWith('io');
    const ports = interfaces.map((one) => interfaceName(one.label));
    const isSwitch = nodeDefinition.includes('l2');
    const made = isIos
      ? iosDevice({ id, label, isSwitch, ports, running: parseConfiguration(configuration) })
      : hostDevice({ id, label, lines: configuration.split('\n') });
    return [id, made] as const;
  });
  return { devices: new Map(devices), cables: new Map(cables) };
}

const written = (address: number): string => [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join('.');

/** How many pairs of addresses answer each other. */
function answering(net: Network): number {
  const devices = [...net.devices.values()];
  const targets = devices.flatMap(({ addresses }) => addresses.map(({ address }) => address));
  return devices.flatMap(({ id }) => targets.filter((to) => ping(net, id, written(to)) === 'yes')).length;
}

test.each([
  'vlans-inter-vlan-campus',
  'trunk-router-on-a-stick',
])('%s: more answers when it is solved than before', (slug) => {
  expect(answering(lab(`${slug}/solution.yaml`))).toBeGreaterThan(answering(lab(`${slug}/cml.yaml`)));
});
