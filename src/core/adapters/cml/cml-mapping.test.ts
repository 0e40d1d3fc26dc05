import { describe, expect, test } from 'vitest';
import { healthAnswer, labAnswer, nodesAnswer } from './cml-answers.ts';
import { imagesAnswer, nodeDefinitionsAnswer, toImageDefinition, toNodeDefinitions } from './cml-definitions.ts';
import { toEvents } from './cml-events.ts';
import { toHealth, toLab, toNode } from './cml-mapping.ts';
import { keysAnswer, toPortsInUse } from './cml-ports.ts';
import { addressesAnswer, elementStatesAnswer, placesAnswer, topologyAnswer, toTopology } from './cml-topology.ts';

const lab = {
  id: 'l',
  created: '2022-02-20T21:22:31+00:00',
  modified: '2022-02-20T21:22:31+00:00',
  lab_title: 'mine',
  state: 'STARTED',
};

describe('a state that nobody has heard of', () => {
  test('of a lab or a node is told as it is, and spoils nothing else', () => {
    expect(toLab(labAnswer.parse({ ...lab, state: 'PAUSED' }))).toMatchObject({
      title: 'mine',
      state: 'unknown',
      rawState: 'PAUSED',
    });
    const nodes = nodesAnswer.parse([
      { id: 'a', label: 'R1', node_definition: 'iosv', state: 'HIBERNATED' },
      { id: 'b', label: 'R2', node_definition: 'iosv', state: 'STARTING' },
    ]);
    expect(nodes.map(toNode)).toMatchObject([{ state: 'unknown', rawState: 'HIBERNATED' }, { state: 'QUEUED' }]);
  });

  test('of anything in a topology too; what has none yet is unknown as well', () => {
    const interfaces = [{ id: 'i', label: 'e0', slot: 0 }];
    const topology = topologyAnswer.parse({
      nodes: [{ id: 'a', label: 'R1', node_definition: 'iosv', interfaces }],
      links: [],
    });
    const states = elementStatesAnswer.parse({ nodes: { a: 'HIBERNATED' }, interfaces: {} });
    const seen = toTopology({ topology, states, places: placesAnswer.parse([]), addresses: addressesAnswer.parse({}) });
    expect(seen.nodes[0]).toMatchObject({ state: 'unknown', rawState: 'HIBERNATED', x: 0 });
    expect(seen.nodes[0]?.interfaces[0]).toMatchObject({ state: 'unknown', rawState: '', type: 'physical' });
  });

  test('in an event too', () => {
    const frame = { event_type: 'state_change', element_type: 'node', element_id: 'a', lab_id: 'l', event: 'ODD' };
    expect(toEvents(frame)).toEqual([{ type: 'node-state', lab: 'l', node: 'a', state: 'unknown', rawState: 'ODD' }]);
  });
});

describe('events', () => {
  test('are read in the capitals of 2.10 as well', () => {
    const frame = { event_type: 'lab_event', event: 'CREATED', element_type: 'Lab', lab_id: 'l' };
    expect(toEvents(frame)).toEqual([
      { type: 'lab-created', lab: 'l' },
      { type: 'activity', lab: 'l' },
    ]);
  });

  test('of kinds that we do not know still say that the server is there', () => {
    expect(toEvents({ event_type: 'weather_report' })).toEqual([{ type: 'keep-alive' }]);
    expect(toEvents('no event at all')).toEqual([{ type: 'keep-alive' }]);
    expect(toEvents({ event_type: 'system_stats', data: { all: 'changed' } })).toEqual([{ type: 'keep-alive' }]);
  });

  test('of interfaces and links that come and go with their nodes are not told one by one', () => {
    expect(toEvents({ event_type: 'state_change', element_type: 'link', element_id: 'k', event: 'STARTED' })).toEqual(
      [],
    );
  });
});

test('a lab names its owner and its groups; an empty name is none', () => {
  const groups = [{ id: 'g', name: 'teachers' }, { id: 'h' }];
  expect(toLab(labAnswer.parse({ ...lab, groups, owner_fullname: 'Ada L.' }))).toMatchObject({
    ownerName: 'Ada L.',
    groups: ['teachers', 'h'],
  });
  expect(toLab(labAnswer.parse({ ...lab, groups: null, owner_fullname: '' }))).not.toHaveProperty('ownerName');
});

test('checks that a version does not have, or cannot tell, are left open', () => {
  const compute = { hostname: 'cml', is_controller: true, valid: null, admission_state: 'ONLINE', libvirt: null };
  const health = toHealth(
    healthAnswer.parse({ valid: null, is_licensed: null, is_enterprise: true, computes: { c: compute } }),
  );
  expect(health.computes[0]).toMatchObject({ id: 'c', valid: false, admissionState: 'ONLINE' });
  expect(health.computes[0]?.checks.libvirt).toBeUndefined();
  expect(health.computes[0]?.checks.docker_shim).toBeUndefined();
});

test('an unmanaged switch needs no image under the name its driver has had since 2.10', () => {
  const sim = { linux_native: { libvirt_domain_driver: 'ums', ram: null, cpus: 0 } };
  const definitions = nodeDefinitionsAnswer.parse([{ id: 'ums', general: { nature: 'switch', read_only: true }, sim }]);
  expect(toNodeDefinitions(definitions, [])).toMatchObject([{ label: 'ums', canStart: true, isCustom: false }]);
});

test('an image may have several disks, or be a container', () => {
  const images = imagesAnswer.parse([
    { id: 'two', node_definition_id: 'x', disk_image: 'a.qcow2', disk_image_2: 'b.qcow2', disk_image_3: null },
    { id: 'box', node_definition_id: 'y', docker_tag: 'box:1' },
  ]);
  expect(images.map(toImageDefinition).map(({ files }) => files)).toEqual([['a.qcow2', 'b.qcow2'], ['box:1']]);
});

test.each([
  ['serial:4567', [['serial', 4567]]],
  ['serial:4567:1', [['serial', 4567]]],
  ['VNC:5900', [['vnc', 5900]]],
  ['pat:2022:22', [['tcp', 2022]]],
  ['pat:udp:2500:161', [['udp', 2500]]],
  ['http:8080', [['http', 8080]]],
  ['floor:3', []],
  ['serial:0', []],
  ['serial:70000', []],
  ['serial', []],
  ['group 1', []],
])('the tag %s claims %j', (tag, claimed) => {
  const nodes = new Map([['l', [{ id: 'a', label: 'R1', state: 'STOPPED', tags: [tag] }]]]);
  const ports = toPortsInUse({ nodes, consoles: {}, screens: {} });
  expect(ports.map(({ protocol, port }) => [protocol, port])).toEqual(claimed);
});

test('a console is open on the line that its tag names', () => {
  const tags = ['serial:4567', 'serial:4568:1'];
  const nodes = new Map([['l', [{ id: 'a', label: 'R1', state: 'BOOTED', tags }]]]);
  const consoles = keysAnswer.parse({ key: { node_id: 'a', line: 1 } });
  expect(toPortsInUse({ nodes, consoles, screens: {} }).map(({ isOpen }) => isOpen)).toEqual([false, true]);
});
