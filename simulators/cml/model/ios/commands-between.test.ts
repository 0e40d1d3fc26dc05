import { globSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Section } from '../state.ts';
import { commandsBetween } from './commands-between.ts';
import { parseConfiguration, renderConfiguration } from './config-tree.ts';
import { freshDevice, typeLine } from './console.ts';

/** Types the lines in `configure terminal` at a node that runs a configuration. */
function typedOnto(from: string, lines: readonly string[]): Section[] {
  const facts = { startup: '', model: 'iol-xe' };
  let device = freshDevice(0, parseConfiguration(from));
  for (const line of ['enable', 'configure terminal', ...lines, 'end']) {
    const typed = typeLine(device, line, facts);
    if (typed.output.startsWith('%') || typed.output.includes('\n%'))
      throw new Error(`refused: ${line}\n${typed.output}`);
    ({ device } = typed);
  }
  return device.running;
}

/** The order of a configuration means nothing, but in lists that are read from the top. */
function sorted(tree: readonly Section[]): unknown {
  const lines = tree.map(({ line, children }) => ({ line, children: sorted(children) }));
  return lines.toSorted((a, b) => (a.line < b.line ? -1 : 1));
}

const vlanId = fc.integer({ min: 2, max: 40 });
const address = fc
  .tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 1, max: 254 }))
  .map(([a, b]) => `10.0.${a}.${b}`);
const word = fc.constantFrom('Users', 'Servers', 'Uplink to DSW1', 'Guests', 'Voice-2');

const portLines = fc.subarray(
  [
    ' switchport mode trunk',
    ' switchport mode access',
    ' shutdown',
    ' no ip address',
    ' negotiation auto',
    ' no cdp enable',
    ' spanning-tree portfast edge',
    ' spanning-tree bpduguard enable',
    ' no shutdown',
    ' switchport nonegotiate',
  ],
  { maxLength: 5 },
);
const portValues = fc.array(
  fc.oneof(
    vlanId.map((id) => ` switchport access vlan ${id}`),
    vlanId.map((id) => ` switchport trunk native vlan ${id}`),
    fc
      .uniqueArray(vlanId, { minLength: 1, maxLength: 4 })
      .map((ids) => ` switchport trunk allowed vlan ${ids.toSorted((a, b) => a - b).join(',')}`),
    address.map((ip) => ` ip address ${ip} 255.255.255.0`),
    word.map((text) => ` description ${text}`),
    fc.integer({ min: 1, max: 6 }).map((id) => ` channel-group ${id} mode active`),
  ),
  { maxLength: 4 },
);
const port = fc.constantFrom(
  'Ethernet0/0',
  'Ethernet0/1',
  'Ethernet1/0',
  'GigabitEthernet0/0',
  'GigabitEthernet0/0.10',
  'Vlan10',
  'Loopback0',
  'Port-channel1',
);
const interfaces = fc
  .tuple(port, portLines, portValues)
  .map(([name, flags, values]) => [`interface ${name}`, ...flags, ...values]);
const vlans = fc.tuple(vlanId, word).map(([id, name]) => [`vlan ${id}`, ` name ${name.replaceAll(' ', '-')}`]);
const router = fc
  .array(address, { maxLength: 3 })
  .map((list) => ['router ospf 1', ...list.map((ip) => ` network ${ip} 0.0.0.255 area 0`)]);
const accessList = fc
  .array(fc.tuple(fc.constantFrom('permit', 'deny'), address), { maxLength: 4 })
  .map((list) => ['ip access-list standard INSIDE', ...list.map(([verb, ip]) => ` ${verb} ${ip}`)]);
const globals = fc.oneof(
  fc.constantFrom('R1', 'SW1', 'edge-2').map((name) => [`hostname ${name}`]),
  fc
    .constantFrom(
      'lldp run',
      'no cdp run',
      'ip routing',
      'no ip routing',
      'no ip domain lookup',
      'spanning-tree mode rapid-pvst',
      'spanning-tree mode pvst',
      'no aaa new-model',
      'ip cef',
      'no ip cef',
      'vtp mode transparent',
      'service timestamps log datetime msec',
    )
    .map((line) => [line]),
  fc
    .tuple(vlanId, fc.constantFrom(4096, 24_576))
    .map(([id, priority]) => [`spanning-tree vlan ${id} priority ${priority}`]),
  address.map((ip) => [`ip route 0.0.0.0 0.0.0.0 ${ip}`]),
  word.map((text) => ['banner motd ^C', `hello ${text}`, '  and welcome', '^C']),
  fc.constantFrom(0, 4).map((line) => [`line vty 0 ${line}`, ' transport input ssh', ' login local']),
);
const configuration = fc
  .array(fc.oneof(interfaces, vlans, router, accessList, globals), { maxLength: 14 })
  .map((blocks) => blocks.flat().join('\n'));

test('typing the differences between two configurations turns one into the other', () => {
  fc.assert(
    fc.property(configuration, configuration, (from, to) => {
      expect(sorted(typedOnto(from, commandsBetween(from, to)))).toEqual(sorted(parseConfiguration(to)));
    }),
  );
});

test('a configuration that is printed and read again is the same', () => {
  fc.assert(
    fc.property(configuration, (text) => {
      const tree = parseConfiguration(text);
      expect(parseConfiguration(renderConfiguration(tree))).toEqual(tree);
    }),
  );
});

test('there is nothing to type between a configuration and itself', () => {
  fc.assert(
    fc.property(configuration, (text) => {
      expect(commandsBetween(text, text)).toEqual([]);
    }),
  );
});

test('the differences are what a person would type', () => {
  const from =
    'hostname SW1\nvlan 10\n name Old\ninterface Ethernet0/0\n shutdown\n switchport access vlan 10\nlldp run\n';
  const to =
    'hostname SW1\nvlan 10\n name New\ninterface Ethernet0/0\n switchport access vlan 20\n switchport mode access\n';
  expect(commandsBetween(from, to)).toEqual([
    'no lldp run',
    'vlan 10',
    'name New',
    'exit',
    'interface Ethernet0/0',
    'no shutdown',
    'switchport access vlan 20',
    'switchport mode access',
    'exit',
  ]);
});

const topology = z.object({
  nodes: z.array(
    z.object({
      label: z.string(),
      node_definition: z.string(),
      configuration: z.union([z.string(), z.null(), z.array(z.object({ content: z.string().nullish() }))]).optional(),
    }),
  ),
});

function routersOf(file: string): { label: string; configuration: string }[] {
  const { nodes } = topology.parse(parse(readFileSync(file, 'utf8')));
  return nodes.flatMap(({ label, node_definition: kind, configuration: given }) => {
    const text = Array.isArray(given) ? given[0]?.content : given;
    return kind.startsWith('io') && text ? [{ label, configuration: text }] : [];
  });
}

describe('with the labs people run', () => {
  const files = globSync('content/**/*.yaml').filter((file) => /cml|solution/.test(file));

  test.each(files)('every configuration of %s can be typed onto an empty node', (file) => {
    for (const { configuration: text } of routersOf(file)) {
      expect(sorted(typedOnto('', commandsBetween('', text)))).toEqual(sorted(parseConfiguration(text)));
    }
  });

  test('there may be none yet', () => expect(files).toBeInstanceOf(Array));
});
