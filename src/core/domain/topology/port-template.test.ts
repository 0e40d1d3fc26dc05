import fc from 'fast-check';
import { expect, test } from 'vitest';
import { claimedPortsOf, portTemplateOf } from './port-template.ts';
import type { Topology, TopologyNode } from './topology.ts';

function aLab(...given: readonly Partial<TopologyNode>[]): Topology {
  const nodes = given.map((node, at) => ({
    id: `n${at}`,
    label: 'R1',
    nodeDefinition: 'iosv',
    x: 0,
    y: 0,
    tags: [],
    configuration: '',
    configurationFiles: [],
    interfaces: [],
    ...node,
  }));
  return { version: '0.3.0', title: 'lab', description: '', notes: '', nodes, links: [] };
}

test('a lab without tags gets the console of each node that has one', () => {
  const lab = aLab({ label: 'R1' }, { label: 'net', nodeDefinition: 'external_connector' }, { label: 'PC 1' });
  expect(portTemplateOf(lab)).toEqual([
    { name: 'R1_serial', label: 'R1', protocol: 'serial' },
    { name: 'PC_1_serial', label: 'PC 1', protocol: 'serial' },
  ]);
});

test('tags say which doors there are; their numbers do not count', () => {
  const lab = aLab({ label: 'R1', tags: ['serial:5041', 'vnc:5044', 'SSH:22'] }, { label: 'hidden' });
  expect(portTemplateOf(lab).map(({ name }) => name)).toEqual(['R1_serial', 'R1_vnc', 'R1_ssh']);
});

test('a lab that is imported as it is takes the ports that its tags name, number and all', () => {
  const lab = aLab(
    { label: 'R1', tags: ['serial:5041', 'core', ' VNC:5044 '] },
    { label: 'R2', tags: ['pat:2022:22'] },
  );
  expect(claimedPortsOf(lab)).toEqual([
    { label: 'R1', protocol: 'serial', port: 5041 },
    { label: 'R1', protocol: 'vnc', port: 5044 },
  ]);
});

test('a tag given twice is one door, and a tag that is none is skipped', () => {
  const lab = aLab({ tags: ['serial:1', 'serial:2', 'pat:2022:22', 'core', 'serial:', 'vnc:99999999'] });
  expect(portTemplateOf(lab).map(({ name }) => name)).toEqual(['R1_serial']);
});

test('labels that become alike still give different names', () => {
  const lab = aLab({ label: 'R 1' }, { label: 'R_1' }, { label: '?' });
  expect(portTemplateOf(lab).map(({ name }) => name)).toEqual(['R_1_serial', 'R_1_serial_2', 'n2_serial']);
});

test('names are unique and plain whatever the labels are', () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { maxLength: 12 }), (labels) => {
      const names = portTemplateOf(aLab(...labels.map((label) => ({ label })))).map(({ name }) => name);
      expect(new Set(names).size).toBe(labels.length);
      for (const name of names) expect(name).toMatch(/^[\w-]+$/);
    }),
  );
});
