import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Topology, TopologyNode } from '../topology/index.ts';
import { checkRules } from './check-rules.ts';
import { proveRules } from './prove-rules.ts';
import { leavesOf } from './rules.ts';
import { suggestRules } from './suggest-rules.ts';

function lab(...nodes: readonly (readonly [label: string, configuration: string, kind?: string])[]): Topology {
  return {
    version: '0.3.0',
    title: 'A lab',
    description: '',
    notes: '',
    links: [],
    nodes: nodes.map(([label, configuration, nodeDefinition = 'iosv'], at): TopologyNode => {
      const place = { id: `n${at}`, x: 0, y: 0, tags: [], configurationFiles: [], interfaces: [] };
      return { ...place, label, nodeDefinition, configuration };
    }),
  };
}

const line = fc.constantFrom(
  'hostname R1',
  'hostname other',
  'interface Ethernet0/0',
  'interface Ethernet0/1',
  ' shutdown',
  ' no shutdown',
  ' ip address 10.0.0.1 255.255.255.0',
  ' switchport trunk allowed vlan 10,20',
  ' switchport trunk allowed vlan add 30',
  'vlan 10',
  'vlan 10,20',
  ' name Users',
  'router ospf 1',
  ' network 10.0.0.0 0.0.0.255 area 0',
  'line vty 0 4',
  ' transport input ssh',
  'username lia secret 9 $9$abc',
  'enable secret 5 $1$xyz',
  'banner motd ^C hello ^C',
  'no ip domain lookup',
  'ip access-list extended A',
  ' 10 permit ip any any',
  '!',
  'end',
);
const configuration = fc.array(line, { maxLength: 14 }).map((lines) => lines.join('\n'));

test('whatever two labs differ in, the suggestion is sound, gives the lab nothing and the solution everything', () => {
  fc.assert(
    fc.property(configuration, configuration, (before, after) => {
      const [start, solution] = [lab(['R1', before]), lab(['R1', after])];
      const rules = suggestRules(start, solution);
      if (rules.sections.length === 0) return;
      expect(checkRules(rules, start)).toEqual([]);
      expect(proveRules(rules, start, solution)).toEqual({
        startPercent: 0,
        solutionPercent: 100,
        notGradable: 0,
        met: [],
      });
    }),
    { numRuns: Number(process.env['FUZZ_RUNS'] ?? 400), seed: 7 },
  );
});

test('a lab that is about logins only is graded by them, and no secret is told', () => {
  const solution = lab([
    'R1',
    'hostname R1\nusername lia privilege 15 secret 9 $9$abc\nline vty 0 4\n transport input ssh',
  ]);
  const rules = suggestRules(lab(['R1', 'hostname R1\nline vty 0 4\n transport input telnet']), solution);
  const checks = rules.sections.flatMap(({ items }) => items.flatMap(({ check }) => leavesOf(check)));
  expect(checks).toContainEqual({ context: [], lines: [{ regex: '^username lia .*secret\\b' }] });
  expect(checks).toContainEqual({ context: ['line vty 0 4'], lines: ['transport input ssh'] });
  expect(JSON.stringify(rules)).not.toContain('$9$');
});

test('namesakes, servers and nodes that nobody touched are left out', () => {
  const start = lab(['R1', ''], ['R1', ''], ['S', '', 'server'], ['R2', 'hostname R2']);
  const solution = lab(['R1', 'vlan 1'], ['R1', 'vlan 2'], ['S', 'ifconfig eth0', 'server'], ['R2', 'hostname R2']);
  expect(suggestRules(start, solution).sections).toEqual([]);
});

test('a change without end is cut into items that fit', () => {
  const many = Array.from({ length: 450 }, (_, at) => `ip route 10.${at % 250}.${at}.0 255.255.255.0 10.0.0.1`);
  const rules = suggestRules(lab(['R1', 'hostname R1']), lab(['R1', ['hostname R1', ...many].join('\n')]));
  expect(rules.sections[0]?.items.map(({ points }) => points)).toEqual([100, 100, 100, 100, 50]);
});

const typedOn = ['exit', 'no shut', 'no shutdown', 'do write memory', 'conf t', 'write', 'copy run start', '# by hand'];

test.each(typedOn)('what is typed and shown by no device is not asked for: %s', (typed) => {
  const solution = ['hostname R1', 'interface Ethernet0/0', ' description to R2', ` ${typed}`, '!', typed].join('\n');
  const rules = suggestRules(lab(['R1', 'hostname R1']), lab(['R1', solution]));
  const checks = rules.sections.flatMap(({ items }) => items.flatMap(({ check }) => leavesOf(check)));
  expect(checks).toEqual([{ context: ['interface Ethernet0/0'], lines: ['description to R2'] }]);
});

test('an interface that was off and is on is asked for by what is not there any more', () => {
  const off = 'interface Ethernet0/0\n ip address 10.0.0.1 255.255.255.0\n shutdown';
  const rules = suggestRules(lab(['R1', off]), lab(['R1', off.replace('shutdown', 'no shutdown')]));
  const checks = rules.sections.flatMap(({ items }) => items.flatMap(({ check }) => leavesOf(check)));
  expect(checks).toEqual([{ context: ['interface Ethernet0/0'], absent: ['shutdown'] }]);
});

test('a solution that has lost its indentation is asked for as devices show it', () => {
  const lost = [
    'hostname R1',
    '!',
    'interface GigabitEthernet0/1',
    'ip address 10.0.0.1 255.255.255.0',
    'ip ospf cost 100',
    '!',
    'router ospf 1',
    'router-id 1.1.1.1',
    'network 10.0.0.0 0.0.0.255 area 0',
    '!',
    'ip route 0.0.0.0 0.0.0.0 10.0.0.254',
  ];
  const rules = suggestRules(lab(['R1', 'hostname R1']), lab(['R1', lost.join('\n')]));
  const checks = rules.sections.flatMap(({ items }) => items.flatMap(({ check }) => leavesOf(check)));
  expect(checks).toEqual([
    { context: [], lines: ['ip route 0.0.0.0 0.0.0.0 10.0.0.254'] },
    { context: ['interface GigabitEthernet0/1'], lines: ['ip address 10.0.0.1 255.255.255.0', 'ip ospf cost 100'] },
    { context: ['router ospf 1'], lines: ['router-id 1.1.1.1', 'network 10.0.0.0 0.0.0.255 area 0'] },
  ]);
});

test('lines of an applet belong to it, indented or not: devices show them so', () => {
  const applet = ['event manager applet keys', 'event timer countdown time 60', 'action 1 cli command "enable"'];
  const solution = [...applet, 'ip ssh version 2', 'interface Ethernet0/0', ' description to R2'].join('\n');
  const rules = suggestRules(lab(['R1', '']), lab(['R1', solution]));
  const checks = rules.sections.flatMap(({ items }) => items.flatMap(({ check }) => leavesOf(check)));
  expect(checks).toEqual([
    { context: ['event manager applet keys'], lines: applet.slice(1) },
    { context: ['interface Ethernet0/0'], lines: ['description to R2'] },
  ]);
});
