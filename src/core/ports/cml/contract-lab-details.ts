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

/** One lab as a whole, its single nodes, and the doors they open in the host. */
export function labDetailsContract(start: Start): void {
  describe('a lab in detail', () => {
    async function imported(): Promise<OpenServer & { id: CmlLabId }> {
      const harness = await start();
      return { ...harness, id: await harness.server.importLab(outside, 'mine') };
    }

    async function running(): Promise<OpenServer & { id: CmlLabId }> {
      const harness = await imported();
      await harness.server.startLab(harness.id);
      await harness.settle(HOUR_MS);
      return harness;
    }

    test('the topology of a lab that is off', async () => {
      const { server, id } = await imported();
      const { nodes, links, annotations } = await server.topology(id);
      expect(annotations).toBe(1);
      const [router, pc, net] = nodes;
      expect(nodes.map(({ label, state }) => `${label} ${state}`)).toEqual(
        ['R1', 'pc', 'net'].map((label) => `${label} DEFINED_ON_CORE`),
      );
      expect(router).toMatchObject({ nodeDefinition: 'iol-xe', imageDefinition: 'iol-xe-17-12-1', x: -120, y: 40 });
      expect(router).toMatchObject({ cpus: 2, memoryMiB: 2048, tags: ['serial:4567', 'floor:3', 'pat:udp:2500:161'] });
      expect(router?.compute).toBeUndefined();
      expect(pc?.imageDefinition).toBeUndefined();
      expect(pc?.memoryMiB).toBeUndefined();
      expect(router?.interfaces.map(({ slot, type, mac, isConnected }) => [slot, type, mac, isConnected])).toEqual([
        [undefined, 'loopback', undefined, false],
        [0, 'physical', undefined, true],
        [1, 'physical', '52:54:00:aa:bb:cc', false],
      ]);
      expect(links.map(({ label, state, conditioning }) => ({ label, state, conditioning }))).toEqual([
        { label: 'R1-Ethernet0/0<->pc-eth1', state: 'DEFINED_ON_CORE', conditioning: { latency: 50, loss: 5.1 } },
        { label: 'pc-eth0<->net-port', state: 'DEFINED_ON_CORE', conditioning: undefined },
      ]);
      expect(links[1]?.ends).toEqual([
        { node: pc?.id, interface: pc?.interfaces[0]?.id },
        { node: net?.id, interface: net?.interfaces[0]?.id },
      ]);
    });

    test('the topology of a lab that runs: states, where its nodes are, and addresses that were seen', async () => {
      const { server, id } = await running();
      const { nodes, links } = await server.topology(id);
      expect(nodes.map(({ state }) => state)).toEqual(['BOOTED', 'BOOTED', 'BOOTED']);
      expect(nodes[0]?.compute).toBe((await server.health()).computes[0]?.id);
      expect(links.map(({ state }) => state)).toEqual(['STARTED', 'STARTED']);
      const [outer, inner] = nodes[1]?.interfaces ?? [];
      expect(outer?.state).toBe('STARTED');
      expect(outer?.mac).toMatch(/^52:54:00:/);
      expect(outer?.addresses).toEqual([expect.stringMatching(/^192\.168\.255\.\d+$/)]);
      expect(inner?.addresses).toEqual([]);
    });

    test('the hash of a configuration changes with it, and with nothing else', async () => {
      const { server, id } = await imported();
      const hashes = async (of: CmlLabId) => (await server.topology(of)).nodes.map((one) => one.configurationHash);
      const before = await hashes(id);
      await server.setNodeTags(id, (await node(server, id, 'R1')).id, ['other']);
      expect(await hashes(id)).toEqual(before);
      const changed = await hashes(await server.importLab(outside.replace('hostname R1', 'hostname R2'), 'other'));
      expect(changed.map((hash, at) => hash === before[at])).toEqual([false, true, true]);
    });

    test('what of a lab is not there is not found', async () => {
      const { server, id } = await imported();
      await server.deleteLab(id);
      await refused('not-found', server.topology(id));
      await refused('not-found', server.statistics(id));
      await refused('not-found', server.changeLab(id, { title: 'x' }));
    });

    test('a lab that is off has no statistics, whether the server answers without figures or refuses', async () => {
      const { server, id, inject } = await imported();
      expect(await server.statistics(id)).toBeUndefined();
      inject({ kind: 'refuse', match: 'statistics', status: 409, times: 1 });
      expect(await server.statistics(id)).toBeUndefined();
    });

    test('a lab that runs has statistics of its machines and links', async () => {
      const { server, id } = await running();
      const { nodes = [], links = [] } = (await server.statistics(id)) ?? {};
      const topology = await server.topology(id);
      expect(nodes.map((one) => one.node)).toEqual(topology.nodes.map((one) => one.id));
      expect(nodes[0]?.cpuPercent).toBeGreaterThan(0);
      expect(nodes[0]?.diskReadBytes).toBeGreaterThan(0);
      expect(links.map((one) => one.link)).toEqual(topology.links.map((one) => one.id));
      expect(links[0]?.readBytes).toBeGreaterThan(0);
    });

    test('one node starts, stops and is wiped alone, and its lab follows it', async () => {
      const { server, id, settle } = await imported();
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
      const { server, id } = await imported();
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

    test('ports that tags claim are told with who claims them, open while the node runs', async () => {
      const { server, id, settle } = await imported();
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
      const { server, id } = await imported();
      const again = await server.importLab(outside, 'other');
      const claims = (await server.portsInUse()).filter(({ port }) => port === 4567);
      expect(claims.map(({ lab }) => lab)).toEqual([id, again]);
    });
  });
}
