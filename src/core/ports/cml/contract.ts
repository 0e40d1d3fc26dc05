import { afterEach, describe, expect, test } from 'vitest';
import { captureFilesContract, capturesContract } from './contract-captures.ts';
import { definitionsContract, healthContract } from './contract-definitions.ts';
import { activityEventsContract, eventEndsContract, eventsContract } from './contract-events.ts';
import { type CmlHarness, existing, HOUR_MS, type OpenServer, refused, twoRouters } from './contract-kit.ts';
import { labChangesContract, portsContract, statisticsContract, topologyContract } from './contract-lab-details.ts';
import { licenseContract } from './contract-license.ts';
import type { CmlLabId } from './index.ts';

export type { CmlHarness } from './contract-kit.ts';

/** Six machines: one more than runs without a licence. */
const sixRouters = `
nodes:
${[0, 1, 2, 3, 4, 5].map((n) => `  - {id: n${n}, label: R${n}, x: ${n}, y: 0, node_definition: iol-xe, interfaces: []}`).join('\n')}
links: []
lab: {title: six, version: 0.3.0}
`;

/** What every `CmlServers` adapter promises; each adapter's test file calls this once. */
export function cmlServersContract(name: string, open: () => Promise<CmlHarness>): void {
  describe(`CmlServers: ${name}`, () => {
    const opened: CmlHarness[] = [];

    async function start(): Promise<OpenServer> {
      const harness = await open();
      opened.push(harness);
      return { ...harness, server: harness.servers.at(harness.endpoint) };
    }

    afterEach(async () => {
      await Promise.all(opened.splice(0).map(async (harness) => harness.close()));
    });

    async function startedLab(): Promise<OpenServer & { id: CmlLabId }> {
      const harness = await start();
      const id = await harness.server.importLab(twoRouters, 'mine');
      await harness.server.startLab(id);
      await harness.settle(HOUR_MS);
      return { ...harness, id };
    }

    definitionsContract(start);
    healthContract(start);
    topologyContract(start);
    statisticsContract(start);
    labChangesContract(start);
    portsContract(start);
    capturesContract(start);
    captureFilesContract(start);
    eventsContract(start);
    activityEventsContract(start);
    eventEndsContract(start);

    test('a server tells its version and that it is ready', async () => {
      const { server } = await start();
      const system = await server.system();
      expect(system.version).toMatch(/^\d+\.\d+\.\d+/);
      expect(system.ready).toBe(true);
    });

    test('health, statistics and licensing of an idle, unlicensed server', async () => {
      const { server } = await start();
      expect(await server.health()).toMatchObject({ valid: true, isLicensed: false });
      const stats = await server.stats();
      expect(stats.cpuCount).toBeGreaterThan(0);
      expect(stats.memoryUsedBytes).toBeLessThan(stats.memoryTotalBytes);
      expect(stats.diskUsedBytes).toBeLessThan(stats.diskTotalBytes);
      expect(stats.runningNodes).toBe(0);
      expect(await server.licensing()).toMatchObject({ registration: 'NOT_REGISTERED', nodeLimit: 5 });
    });

    licenseContract(start, startedLab);

    test('an imported lab is found under its title, whoever asks', async () => {
      const { server } = await start();
      const id = await server.importLab(twoRouters, 'mine');
      const found = await server.lab(id);
      expect(found).toMatchObject({ id, title: 'mine', state: 'DEFINED_ON_CORE', nodeCount: 2, linkCount: 1 });
      expect((await server.labs()).map((one) => one.id)).toEqual([id]);
      expect((await server.nodes(id)).map(({ label, state, tags }) => ({ label, state, tags }))).toEqual([
        { label: 'R1', state: 'DEFINED_ON_CORE', tags: [] },
        { label: 'SW', state: 'DEFINED_ON_CORE', tags: ['keep'] },
      ]);
    });

    test('what somebody does with a lab is written down with its time, oldest first', async () => {
      const { server, settle } = await start();
      const atFirst = await server.activity();
      expect(atFirst.filter(({ category }) => category !== 'user_activity')).toEqual([]);
      const id = await server.importLab(twoRouters, 'mine');
      await settle(HOUR_MS);
      await server.startLab(id);
      await settle(HOUR_MS);
      const done = (await server.activity()).slice(atFirst.length);
      const [imported, started] = ['import_lab', 'start_lab'].map((what) =>
        done.find(({ category }) => category === what),
      );
      expect(done[0]).toBe(imported);
      expect((started?.at ?? 0) - (imported?.at ?? 0)).toBe(HOUR_MS);
      expect(done.map(({ category }) => category)).toContain('boot_node');
      expect(done.map(({ at }) => at)).toEqual(done.map(({ at }) => at).toSorted((a, b) => a - b));
      // Reading is not working.
      await server.labs();
      expect((await server.activity()).slice(atFirst.length)).toEqual(done);
    });

    test('importing twice makes two labs: who must not, looks first', async () => {
      const { server } = await start();
      const first = await server.importLab(twoRouters, 'mine');
      expect(await server.importLab(twoRouters, 'mine')).not.toBe(first);
      expect(await server.labs()).toHaveLength(2);
    });

    test('what is no topology is invalid, and so is too long a title', async () => {
      const { server } = await start();
      await refused('invalid', server.importLab('nodes: [', 'mine'));
      await refused('invalid', server.importLab('hello: world', 'mine'));
      await refused('invalid', server.importLab(twoRouters, 'x'.repeat(65)));
      expect(await server.labs()).toEqual([]);
    });

    test('a lab starts, converges, and its machines count', async () => {
      const { server, settle } = await start();
      const id = await server.importLab(twoRouters, 'mine');
      await server.startLab(id);
      expect(await server.converged(id)).toBe(false);
      expect((await existing(server, id)).state).toBe('STARTED');
      await settle(HOUR_MS);
      expect(await server.converged(id)).toBe(true);
      expect((await server.nodes(id)).map(({ state }) => state)).toEqual(['BOOTED', 'BOOTED']);
      expect((await server.stats()).runningNodes).toBe(1);
      await server.startLab(id); // again is fine
      expect(await server.converged(id)).toBe(true);
    });

    test('without a licence five machines run, not six', async () => {
      const { server, settle } = await start();
      const id = await server.importLab(sixRouters, 'six');
      await refused('refused', server.startLab(id));
      await server.registerLicense('GOOD-TOKEN');
      await settle(HOUR_MS);
      await server.startLab(id);
      expect((await existing(server, id)).state).toBe('STARTED');
    });

    test('a lab goes the whole way back: stopped, wiped, deleted, in this order only', async () => {
      const { server, id, settle } = await startedLab();
      await refused('refused', server.wipeLab(id));
      await refused('refused', server.deleteLab(id));
      await server.stopLab(id);
      await settle(HOUR_MS);
      expect((await existing(server, id)).state).toBe('STOPPED');
      await server.stopLab(id);
      await refused('refused', server.deleteLab(id));
      await server.wipeLab(id);
      await settle(HOUR_MS);
      expect((await existing(server, id)).state).toBe('DEFINED_ON_CORE');
      expect(await server.converged(id)).toBe(true);
      await server.wipeLab(id);
      await server.deleteLab(id);
      expect(await server.lab(id)).toBeUndefined();
      await server.deleteLab(id);
    });

    test('a lab that is not there is undefined when read, and not found by whatever needs it', async () => {
      const { server } = await start();
      const id = await server.importLab(twoRouters, 'mine');
      await server.deleteLab(id);
      expect(await server.lab(id)).toBeUndefined();
      await refused('not-found', server.startLab(id));
      await refused('not-found', server.stopLab(id));
      await refused('not-found', server.nodes(id));
      await refused('not-found', server.converged(id));
      await refused('not-found', server.exportLab(id));
      await refused('not-found', server.extractConfigurations(id));
    });

    test('tags are replaced as a whole, also while the node runs', async () => {
      const { server, id } = await startedLab();
      const [router, other] = await server.nodes(id);
      if (!router || !other) throw new Error('the lab has two nodes');
      await server.setNodeTags(id, router.id, ['serial:4567', 'vnc:4568']);
      await server.setNodeTags(id, other.id, []);
      expect((await server.nodes(id)).map(({ tags }) => tags)).toEqual([['serial:4567', 'vnc:4568'], []]);
      await refused('refused', server.setNodeTags(id, router.id, ['x'.repeat(65)]));
    });

    test('a node that never ran takes another configuration, and one that has run only when it is wiped', async () => {
      const { server, settle } = await start();
      const id = await server.importLab(twoRouters, 'mine');
      const [router] = await server.nodes(id);
      if (!router) throw new Error('the lab has two nodes');
      await server.setNodeConfiguration(id, router.id, 'hostname OTHER');
      expect(await server.exportLab(id)).toContain('hostname OTHER');
      await server.startLab(id);
      await refused('refused', server.setNodeConfiguration(id, router.id, 'hostname LATE'));
      await server.stopLab(id);
      await settle(HOUR_MS);
      await server.wipeLab(id);
      await settle(HOUR_MS);
      await server.setNodeConfiguration(id, router.id, 'hostname AGAIN');
      expect(await server.exportLab(id)).toContain('hostname AGAIN');
    });

    test('an exported lab can be imported again', async () => {
      const { server } = await start();
      const text = await server.exportLab(await server.importLab(twoRouters, 'mine'));
      expect(text).toContain('R1-Ethernet0/0<->SW-port0');
      const again = await server.importLab(text, 'copy');
      expect(await server.lab(again)).toMatchObject({ title: 'copy', nodeCount: 2, linkCount: 1 });
    });

    test('extraction of a lab that is off answers with what it would start from', async () => {
      const { server } = await start();
      const id = await server.importLab(twoRouters, 'mine');
      const [router, other] = await server.extractConfigurations(id);
      expect(router).toMatchObject({ label: 'R1', nodeDefinition: 'iol-xe' });
      expect(router?.configuration).toContain('hostname R1');
      expect(other).toMatchObject({ label: 'SW', configuration: '' });
      expect(router?.unread).toEqual({ reason: 'it is DEFINED_ON_CORE', mayPass: false });
      expect(other?.unread?.reason).toBe('CML cannot read configurations of unmanaged_switch');
    });

    test('extraction answers with what was typed', async () => {
      const { server, id, type } = await startedLab();
      if (!type) return;
      await type(id, 'R1', ['enable', 'conf t', 'int e0/0', 'ip address 10.0.0.1 255.255.255.0', 'no shut', 'end']);
      const [router] = await server.extractConfigurations(id);
      expect(router?.unread).toBeUndefined();
      expect(router?.configuration).toContain('interface Ethernet0/0\n ip address 10.0.0.1 255.255.255.0\n');
      expect(router?.configuration).not.toContain('shutdown');
    });

    test('a console remembers what it printed; what has no console printed nothing', async () => {
      const { server, id, type } = await startedLab();
      const [router, other] = await server.nodes(id);
      if (!router || !other) throw new Error('the lab has two nodes');
      await type?.(id, 'R1', ['enable']);
      expect(await server.consoleLog(id, router.id)).toContain(type ? 'R1>enable' : 'RETURN');
      expect(await server.consoleLog(id, other.id)).toBe('');
    });

    test('a wrong password is denied, without being told', async () => {
      const { servers, endpoint } = await start();
      const stranger = servers.at({ ...endpoint, password: 'wrong-pass-word' });
      const error = await refused('denied', stranger.labs());
      expect(error.message).not.toContain('wrong-pass-word');
    });

    test('nobody there is unreachable', async () => {
      const { servers, endpoint } = await start();
      const error = await refused('unreachable', servers.at({ ...endpoint, url: 'https://127.0.0.1:1' }).system());
      expect(error.message).not.toContain(endpoint.password);
    });
  });
}
