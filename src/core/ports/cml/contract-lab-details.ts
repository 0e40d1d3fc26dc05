import { describe, expect, test } from 'vitest';
import { existing, HOUR_MS, type OpenServer, refused, type Start } from './contract-kit.ts';
import type { CmlLabId, CmlNode, CmlServer } from './index.ts';

const outside = `
annotations:
  - {type: text, x1: 0, y1: 0, text_content: hello}
nodes:
  - id: n0
    label: R1
    x: -120
    y: 40
    node_definition: iol-xe
    image_definition: iol-xe-17-12-1
    ram: 2048
    cpus: 2
    tags: ['serial:4567', 'floor:3', 'pat:udp:2500:161']
    configuration: [{name: ios_config.txt, content: hostname R1}]
    interfaces:
      - {id: i0, label: Loopback0, type: loopback}
      - {id: i1, label: Ethernet0/0, slot: 0, type: physical}
      - {id: i2, label: Ethernet0/1, slot: 1, type: physical, mac_address: '52:54:00:aa:bb:cc'}
  - id: n1
    label: pc
    x: 0
    y: 0
    node_definition: alpine
    tags: ['vnc:4568', 'serial:4569']
    interfaces:
      - {id: i0, label: eth0, slot: 0, type: physical}
      - {id: i1, label: eth1, slot: 1, type: physical}
  - id: n2
    label: net
    x: 100
    y: 0
    node_definition: external_connector
    interfaces: [{id: i0, label: port, slot: 0, type: physical}]
links:
  - {id: l0, n1: n0, i1: i1, n2: n1, i2: i1, label: R1-Ethernet0/0<->pc-eth1, conditioning: {latency: 50, loss: 5.1}}
  - {id: l1, n1: n1, i1: i0, n2: n2, i2: i0, label: pc-eth0<->net-port, conditioning: {}}
lab: {title: outside, description: what it is, notes: what to know, version: 0.3.0}
`;

async function node(server: CmlServer, id: CmlLabId, label: string): Promise<CmlNode> {
  const found = (await server.nodes(id)).find((one) => one.label === label);
  if (!found) throw new Error(`no node ${label}`);
  return found;
}

type WithLab = OpenServer & { readonly id: CmlLabId };

async function imported(start: Start): Promise<WithLab> {
  const harness = await start();
  return { ...harness, id: await harness.server.importLab(outside, 'mine') };
}

async function running(start: Start): Promise<WithLab> {
  const harness = await imported(start);
  await harness.server.startLab(harness.id);
  await harness.settle(HOUR_MS);
  return harness;
}

/** One lab as a whole. */
export function topologyContract(start: Start): void {
  describe('the topology of a lab', () => {
    test('a lab that is off: its nodes as they are drawn', async () => {
      const { server, id } = await imported(start);
      const { nodes, annotations } = await server.topology(id);
      expect(annotations).toBe(1);
      const off = 'DEFINED_ON_CORE';
      expect(nodes.map(({ label, state }) => [label, state])).toEqual(['R1', 'pc', 'net'].map((label) => [label, off]));
      const hardware = { imageDefinition: 'iol-xe-17-12-1', cpus: 2, memoryMiB: 2048 };
      const tags = ['serial:4567', 'floor:3', 'pat:udp:2500:161'];
      expect(nodes[0]).toMatchObject({ nodeDefinition: 'iol-xe', x: -120, y: 40, ...hardware, tags });
      expect(nodes[1]).toMatchObject({ imageDefinition: undefined, memoryMiB: undefined, compute: undefined });
    });

    test('a lab that is off: interfaces, and the links between them', async () => {
      const { server, id } = await imported(start);
      const { nodes, links } = await server.topology(id);
      const [router = [], pc = [], net = []] = nodes.map(({ interfaces }) => interfaces);
      expect(router.map(({ slot, type, mac, isConnected }) => [slot, type, mac, isConnected])).toEqual([
        [undefined, 'loopback', undefined, false],
        [0, 'physical', undefined, true],
        [1, 'physical', '52:54:00:aa:bb:cc', false],
      ]);
      expect(links).toMatchObject([
        { label: 'R1-Ethernet0/0<->pc-eth1', state: 'DEFINED_ON_CORE', conditioning: { latency: 50, loss: 5.1 } },
        { label: 'pc-eth0<->net-port', state: 'DEFINED_ON_CORE', conditioning: undefined },
      ]);
      const owners = new Map(nodes.flatMap((one) => one.interfaces.map((port) => [port.id, one.id])));
      const ends = [
        [router[1], pc[1]],
        [pc[0], net[0]],
      ].map((pair) => pair.map((port) => port?.id ?? ''));
      expect(links.map((link) => link.ends)).toEqual(
        ends.map((pair) => pair.map((port) => ({ node: owners.get(port), interface: port }))),
      );
    });

    test('a lab that runs: states, where its nodes are, and addresses that were seen', async () => {
      const { server, id } = await running(start);
      const { nodes, links } = await server.topology(id);
      expect(nodes.map(({ state }) => state)).toEqual(['BOOTED', 'BOOTED', 'BOOTED']);
      expect([nodes[0]?.compute]).toEqual((await server.health()).computes.map((one) => one.id));
      expect(links.map(({ state }) => state)).toEqual(['STARTED', 'STARTED']);
      const pc = nodes.find(({ label }) => label === 'pc');
      const seen = { mac: expect.stringMatching(/^52:54:00:/), addresses: [expect.stringMatching(/^192\.168\.255\./)] };
      expect(pc?.interfaces).toMatchObject([
        { state: 'STARTED', ...seen },
        { state: 'STARTED', mac: undefined, addresses: [] },
      ]);
    });
  });
}

/** Of its first cable and of its first machine. */
async function countedIn(server: CmlServer, id: CmlLabId): Promise<readonly number[]> {
  const { nodes: [machine] = [], links: [cable] = [] } = (await server.statistics(id)) ?? {};
  if (machine === undefined || cable === undefined) throw new Error('nothing was counted');
  const { readBytes, readPackets, writtenBytes, writtenPackets } = cable;
  return [readBytes, readPackets, writtenBytes, writtenPackets, machine.diskWrittenBytes];
}

/** What the machines and cables of a lab do. */
export function statisticsContract(start: Start): void {
  describe('the statistics of a lab', () => {
    test('what of a lab is not there is not found', async () => {
      const { server, id } = await imported(start);
      await server.deleteLab(id);
      const calls = [server.topology(id), server.statistics(id), server.changeLab(id, { title: 'x' })];
      const errors = await Promise.all(calls.map(async (call) => refused('not-found', call)));
      expect(errors).toHaveLength(3);
    });

    test('a lab that is off has no statistics, whether the server answers without figures or refuses', async () => {
      const { server, id, inject } = await imported(start);
      expect(await server.statistics(id)).toBeUndefined();
      inject({ kind: 'refuse', match: 'statistics', status: 409, times: 1 });
      expect(await server.statistics(id)).toBeUndefined();
    });

    test('a lab that runs has statistics of its machines and links', async () => {
      const { server, id } = await running(start);
      const { nodes = [], links = [] } = (await server.statistics(id)) ?? {};
      const topology = await server.topology(id);
      expect(nodes.map((one) => one.node)).toEqual(topology.nodes.map((one) => one.id));
      expect(nodes[0]?.cpuPercent).toBeGreaterThan(0);
      expect(nodes[0]?.diskReadBytes).toBeGreaterThan(0);
      expect(links.map((one) => one.link)).toEqual(topology.links.map((one) => one.id));
      expect(links[0]?.readBytes).toBeGreaterThan(0);
      expect(links[0]?.readPackets).toBeGreaterThan(0);
    });

    test('what was counted grows while the lab runs, and is nothing once it is off', async () => {
      const { server, id, settle } = await running(start);
      const before = await countedIn(server, id);
      await settle(HOUR_MS);
      const after = await countedIn(server, id);
      expect(after.map((figure, at) => figure > (before[at] ?? Infinity))).toEqual([true, true, true, true, true]);
      await server.stopLab(id);
      await settle(HOUR_MS);
      expect(await server.statistics(id)).toBeUndefined();
    });
  });
}

/** What is changed of a lab without touching the rest. */
export function labChangesContract(start: Start): void {
  describe('changes in a lab', () => {
    test('the hash of a configuration changes with it, and with nothing else', async () => {
      const { server, id } = await imported(start);
      const hashes = async (of: CmlLabId) => (await server.topology(of)).nodes.map((one) => one.configurationHash);
      const before = await hashes(id);
      await server.setNodeTags(id, (await node(server, id, 'R1')).id, ['other']);
      expect(await hashes(id)).toEqual(before);
      const changed = await hashes(await server.importLab(outside.replace('hostname R1', 'hostname R2'), 'other'));
      expect(changed.map((hash, at) => hash === before[at])).toEqual([false, true, true]);
    });

    test('one node starts, stops and is wiped alone, and its lab follows it', async () => {
      const { server, id, settle } = await imported(start);
      const { id: pc } = await node(server, id, 'pc');
      await server.startNode(id, pc);
      await server.startNode(id, pc); // again is fine
      await settle(HOUR_MS);
      expect((await server.nodes(id)).map(({ state }) => state)).toEqual([
        'DEFINED_ON_CORE',
        'BOOTED',
        'DEFINED_ON_CORE',
      ]);
      expect((await existing(server, id)).state).toBe('STARTED');
      await refused('refused', server.wipeNode(id, pc));
      await server.stopNode(id, pc);
      await settle(HOUR_MS);
      expect((await existing(server, id)).state).toBe('STOPPED');
      await server.stopNode(id, pc);
      await server.wipeNode(id, pc);
      await settle(HOUR_MS);
      expect((await existing(server, id)).state).toBe('DEFINED_ON_CORE');
    });

    test('title, description and notes are changed one without the other', async () => {
      const { server, id } = await imported(start);
      expect(await existing(server, id)).toMatchObject({
        description: 'what it is',
        notes: 'what to know',
        groups: [],
      });
      await server.changeLab(id, { title: 'renamed', notes: '' });
      expect(await existing(server, id)).toMatchObject({ title: 'renamed', description: 'what it is', notes: '' });
      expect((await server.labs())[0]).toEqual(await existing(server, id));
      await refused('refused', server.changeLab(id, { title: 'x'.repeat(65) }));
      await refused('refused', server.changeLab(id, { title: '' }));
    });
  });
}

/** The doors that labs open in their host. */
export function portsContract(start: Start): void {
  describe('ports in use', () => {
    test('ports that tags claim are told with who claims them, open while the node runs', async () => {
      const { server, id, settle } = await imported(start);
      const claimed = [
        { port: 4567, lab: id, nodeLabel: 'R1', protocol: 'serial', isOpen: false },
        { port: 2500, lab: id, nodeLabel: 'R1', protocol: 'udp', isOpen: false },
        { port: 4568, lab: id, nodeLabel: 'pc', protocol: 'vnc', isOpen: false },
        { port: 4569, lab: id, nodeLabel: 'pc', protocol: 'serial', isOpen: false },
      ];
      expect(await server.portsInUse()).toEqual(claimed);
      await server.startNode(id, (await node(server, id, 'pc')).id);
      await settle(HOUR_MS);
      expect((await server.portsInUse()).map(({ port, isOpen }) => [port, isOpen])).toEqual([
        [4567, false],
        [2500, false],
        [4568, true],
        [4569, true],
      ]);
    });

    test('two claims to one port are both told', async () => {
      const { server, id } = await imported(start);
      const again = await server.importLab(outside, 'other');
      const claims = (await server.portsInUse()).filter(({ port }) => port === 4567);
      expect(claims.map(({ lab }) => lab)).toEqual([id, again]);
    });
  });
}
