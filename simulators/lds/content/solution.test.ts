import { expect, test } from 'vitest';
import { linesMissing, solutionLines } from './solution.ts';

test('only what is missing is typed, below the line it belongs to', () => {
  const from = 'hostname R1\ninterface Ethernet0/0\n no shutdown\n!\nend\n';
  const to =
    'hostname R1\ninterface Ethernet0/0\n ip address 10.0.0.1 255.0.0.0\n no shutdown\nrouter ospf 1\n network 0.0.0.0\nend\n';
  expect(linesMissing(from, to)).toEqual([
    'interface Ethernet0/0',
    ' ip address 10.0.0.1 255.0.0.0',
    'router ospf 1',
    ' network 0.0.0.0',
  ]);
});

test('a device named after its node and a protocol has the solution of its node', () => {
  const configurations = new Map([['R1', 'hostname R1']]);
  const solution = new Map([['R1', 'hostname R1\nip routing']]);
  const content = { formQualifiedName: 'F', title: 'T', tasks: '', configurations, solution };
  expect(solutionLines(content, 'R1_serial', linesMissing)).toEqual(['ip routing']);
  expect(solutionLines(content, 'R9', linesMissing)).toEqual([]);
});
