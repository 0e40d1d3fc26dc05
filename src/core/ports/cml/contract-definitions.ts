import { describe, expect, test } from 'vitest';
import { HOUR_MS, refused, type Start } from './contract-kit.ts';
import { type CmlNodeDefinition, type CmlServer, cmlComputeChecks } from './index.ts';

const firewall = {
  id: 'firewall-x',
  general: { nature: 'firewall', description: 'bought', read_only: false },
  device: { interfaces: { serial_ports: 1, physical: ['eth0', 'eth1'], has_loopback_zero: false } },
  ui: { label: 'Firewall X', label_prefix: 'fx-', icon: 'firewall', visible: true },
  sim: { linux_native: { libvirt_domain_driver: 'kvm', driver: 'server', ram: 3072, cpus: 2 } },
  boot: { timeout: 60 },
};

const image = {
  id: 'firewall-x-1',
  node_definition_id: 'firewall-x',
  label: 'Firewall X 1.0',
  disk_image: 'firewall-x-1.qcow2',
  ram: 4096,
};

const oneFirewall = `
nodes: [{id: n0, label: FW, x: 0, y: 0, node_definition: firewall-x, interfaces: []}]
links: []
lab: {title: one, version: 0.3.0}
`;

async function definition(server: CmlServer, id: string): Promise<CmlNodeDefinition> {
  const found = (await server.nodeDefinitions()).find((one) => one.id === id);
  if (!found) throw new Error(`no node definition ${id}`);
  return found;
}

/** What a server can run. */
export function definitionsContract(start: Start): void {
  describe('definitions', () => {
    test('the definitions a server comes with are standard ones, each with its images', async () => {
      const { server } = await start();
      const iosv = await definition(server, 'iosv');
      expect(iosv).toMatchObject({ nature: 'router', isCustom: false, cpus: 1, memoryMiB: 512, canStart: true });
      const images = (await server.imageDefinitions()).filter(({ nodeDefinition }) => nodeDefinition === 'iosv');
      expect(iosv.images).toEqual(images.map(({ id }) => id));
      expect(images[0]).toMatchObject({ isCustom: false });
      expect(images[0]?.files).toHaveLength(1);
    });

    test('what is no machine needs no image', async () => {
      const { server } = await start();
      const connector = await definition(server, 'external_connector');
      expect(connector).toMatchObject({ nature: 'external_connector', images: [], canStart: true });
      expect(connector.cpus).toBeUndefined();
      expect(connector.memoryMiB).toBeUndefined();
    });

    test('a definition that somebody added is custom, and can start once it has an image', async () => {
      const { server, define, settle } = await start();
      define('node', firewall);
      expect(await definition(server, 'firewall-x')).toEqual({
        id: 'firewall-x',
        label: 'Firewall X',
        nature: 'firewall',
        isCustom: true,
        cpus: 2,
        memoryMiB: 3072,
        images: [],
        canStart: false,
      });
      const id = await server.importLab(oneFirewall, 'mine');
      await refused('refused', server.startLab(id));
      define('image', image);
      expect(await definition(server, 'firewall-x')).toMatchObject({ images: ['firewall-x-1'], canStart: true });
      const added = (await server.imageDefinitions()).find((one) => one.id === 'firewall-x-1');
      expect(added).toMatchObject({ isCustom: true, files: ['firewall-x-1.qcow2'], memoryMiB: 4096 });
      await server.startLab(id);
      await settle(HOUR_MS);
      expect((await server.nodes(id)).map(({ state }) => state)).toEqual(['BOOTED']);
    });
  });
}

/** How well a server is. */
export function healthContract(start: Start): void {
  describe('health', () => {
    test('a healthy server has one compute, which passes every check', async () => {
      const { server } = await start();
      const [controller, ...others] = (await server.health()).computes;
      expect(others).toEqual([]);
      expect(controller).toMatchObject({ isController: true, valid: true, admissionState: 'READY' });
      expect(controller?.hostname).not.toBe('');
      expect(controller?.checks).toEqual(Object.fromEntries(cmlComputeChecks.map((name) => [name, true])));
    });

    test('the check that fails is told, and the server is not valid', async () => {
      const { server, inject } = await start();
      inject({ kind: 'unhealthy', match: 'libvirt' });
      const { valid, computes } = await server.health();
      expect(valid).toBe(false);
      expect(computes[0]).toMatchObject({ valid: false, checks: { libvirt: false, fabric: true } });
    });

    test('of a compute that is not connected nothing else is known', async () => {
      const { server, inject } = await start();
      inject({ kind: 'unhealthy', match: 'lld_connected' });
      const checks = (await server.health()).computes[0]?.checks;
      expect(checks?.lld_connected).toBe(false);
      expect(checks?.libvirt).toBeUndefined();
    });
  });
}
