import { expect, test } from 'vitest';
import { instant } from '../../kernel/index.ts';
import { commandsAsked } from './commands-asked.ts';
import type { NodeEvidence } from './evidence.ts';
import { grade, type ItemScore, type ScoreReport } from './grade.ts';
import type { Check, GradingRules } from './rules.ts';

const vlans = [
  'VLAN Name                             Status    Ports',
  '---- -------------------------------- --------- -------------------------------',
  '1    default                          active    Et0/3',
  '10   Users                            active    Et0/1, Et0/2',
  '100  Voice                            suspended',
].join('\n');
const neighbors = [
  'Device ID        Local Intrfce     Holdtme    Capability  Platform  Port ID',
  'SW2.example.com  Eth 0/0           140             R S I  Linux Uni Eth 0/1',
].join('\r\n');
const ping = (percent: number): string =>
  `Sending 5, 100-byte ICMP Echos to 10.0.0.2, timeout is 2 seconds:\n.!!!!\nSuccess rate is ${percent} percent (4/5)`;

const node: NodeEvidence = {
  label: 'SW1',
  nodeDefinition: 'iol-l2',
  state: 'BOOTED',
  running: 'hostname SW1',
  outputs: [
    { command: 'show vlan brief', output: vlans },
    { command: 'show cdp neighbors', output: neighbors },
    { command: 'show access-lists', output: '' },
    { command: 'show magic', output: "            ^\n% Invalid input detected at '^' marker.\n" },
    { command: 'ping 10.0.0.2', output: ping(80) },
    { command: 'ping 10.0.0.3', output: ping(0) },
    { command: 'ping 10.0.0.4', output: '% Not simulated: a path that depends on eigrp' },
    { command: 'ping 10.0.0.5', output: '5 packets transmitted, 5 received, 0% packet loss, time 4005ms' },
    { command: 'ping 10.0.0.2 source Loopback0', output: ping(100) },
  ],
  interfaces: [
    { name: 'Ethernet0/0', state: 'STARTED', link: { state: 'STARTED', node: 'SW2', interface: 'Ethernet0/1' } },
    { name: 'Ethernet0/1', state: 'STARTED' },
    { name: 'Ethernet0/2', state: 'STARTED', link: { state: 'STOPPED', node: 'R1', interface: 'Ethernet0/0' } },
  ],
};

function graded(check: Check, given: Partial<NodeEvidence> = {}): ScoreReport {
  const items = [{ id: 'i', title: 'item', points: 10, node: 'SW1', check, partial: true }];
  const rules: GradingRules = {
    format: 'lcm-grading/1',
    title: 'test',
    cutScore: 80,
    sections: [{ id: 's', title: 'section', items }],
  };
  const evidence = { sessionId: 'ses_1', capturedAt: '2026-11-21T09:00:00Z', nodes: [{ ...node, ...given }] };
  return grade(rules, evidence, instant(0));
}

function item(check: Check, given?: Partial<NodeEvidence>): ItemScore | undefined {
  return graded(check, given).sections[0]?.items[0];
}

const passing: readonly (readonly [string, Check])[] = [
  ['words in a row of a line', { output: 'show vlan brief', lines: ['10 Users active'] }],
  ['an expression', { output: 'show vlan brief', lines: [{ regex: '^10 .*et0/2' }] }],
  ['a row by its columns', { output: 'show vlan brief', rows: [{ VLAN: '10', Status: 'active' }] }],
  ['a cell that lists several', { output: 'show vlan brief', rows: [{ VLAN: '10', Ports: 'Ethernet0/2' }] }],
  ['a heading of two words', { output: 'show cdp neighbors', rows: [{ 'Device ID': 'SW2.example.com' }] }],
  ['a shortened interface', { output: 'show cdp neighbors', rows: [{ 'Local Intrfce': 'Ethernet0/0' }] }],
  ['a line that is not printed', { output: 'show access-lists', absent: ['permit ip any any'] }],
  ['a command in another spelling', { output: 'SHOW  vlan brief', lines: ['voice'] }],
  ['an address that answers', { reach: '10.0.0.2' }],
  ['an address that answers from elsewhere', { reach: '10.0.0.2', from: 'Loopback0' }],
  ['an address that answers a server', { reach: '10.0.0.5' }],
  ['an address that must not answer', { reach: '10.0.0.3', is: 'unreachable' }],
  ['an interface that is up', { interface: 'e0/0', state: 'up', to: 'SW2' }],
  ['an interface without a cable', { interface: 'Ethernet0/1', state: 'down' }],
  ['a link that is cut', { interface: 'Ethernet0/2', state: 'down', to: 'R1' }],
];

test.each(passing)('%s passes', (_, check) => {
  expect(item(check)).toMatchObject({ status: 'passed', points: 10, missing: [] });
});

const failing: readonly (readonly [string, Check])[] = [
  ['half a word', { output: 'show vlan brief', lines: ['10 User'] }],
  ['a row with another value', { output: 'show vlan brief', rows: [{ VLAN: '100', Status: 'active' }] }],
  ['a column that the table has not', { output: 'show vlan brief', rows: [{ VLAN: '10', Type: 'enet' }] }],
  ['a line that must not be printed', { output: 'show vlan brief', absent: ['suspended'] }],
  ['an address that does not answer', { reach: '10.0.0.3' }],
  ['an address that answers and must not', { reach: '10.0.0.2', is: 'unreachable' }],
  ['an interface that leads elsewhere', { interface: 'Ethernet0/0', state: 'up', to: 'R1' }],
];

test.each(failing)('%s fails', (_, check) => {
  expect(item(check)).toMatchObject({ status: 'failed', points: 0 });
});

test('what was found and what was wanted instead is told', () => {
  const check: Check = { output: 'show vlan brief', lines: ['Voice'], rows: [{ VLAN: '20' }] };
  expect(item(check)).toMatchObject({
    status: 'partial',
    points: 5,
    matched: [{ text: '100  Voice                            suspended', line: 5, source: 'output' }],
    missing: ['show vlan brief / VLAN 20'],
  });
  expect(item({ interface: 'Ethernet0/0', state: 'up' })?.matched[0]?.text).toBe(
    'Ethernet0/0 STARTED, linked to SW2 (STARTED)',
  );
});

const unknown: readonly (readonly [string, Check, Partial<NodeEvidence>])[] = [
  ['a command that was not asked', { output: 'show ip route', absent: ['10.0.0.0'] }, {}],
  ['a command that the node does not know', { output: 'show magic', absent: ['anything'] }, {}],
  ['a path that nobody can tell', { reach: '10.0.0.4', is: 'unreachable' }, {}],
  ['an address that was not asked for', { reach: '10.9.9.9', is: 'unreachable' }, {}],
  [
    'an interface of a node whose interfaces nobody read',
    { interface: 'e0/0', state: 'down' },
    { interfaces: undefined },
  ],
  ['an interface that CML does not show', { interface: 'e7/7', state: 'down' }, {}],
  ['one unknown beside something known', { any: [{ lines: ['hostname SW1'] }, { reach: '10.9.9.9' }] }, {}],
];

test.each(unknown)('%s is not gradable', (_, check, given) => {
  expect(item(check, given)).toMatchObject({ status: 'not-gradable', points: 0 });
  expect(graded(check, given)).toMatchObject({ result: 'fail', notGradable: 1, notGradablePoints: 10 });
});

test('each question is asked once, of the node that it is about', () => {
  const items = [
    {
      node: 'SW1',
      check: {
        all: [
          { output: 'show vlan', lines: ['a'] },
          { output: 'Show  VLAN', lines: ['b'] },
        ],
      },
    },
    { node: 'R1', check: { any: [{ reach: '10.0.0.1' }, { reach: '10.0.0.1', from: 'Lo0' }, { lines: ['a'] }] } },
  ].map((each, index) => ({ id: `i${index}`, title: 't', points: 1, ...each }));
  const rules: GradingRules = {
    format: 'lcm-grading/1',
    title: 't',
    cutScore: 80,
    sections: [{ id: 's', title: 's', items }],
  };
  expect(commandsAsked(rules)).toEqual(
    new Map([
      ['SW1', ['show vlan']],
      ['R1', ['ping 10.0.0.1', 'ping 10.0.0.1 source Lo0']],
    ]),
  );
});
