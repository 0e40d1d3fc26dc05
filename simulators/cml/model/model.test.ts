import { globSync, readFileSync } from 'node:fs';
import { FakeClock, SeededRandom } from '@lcm/core/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { Refusal } from './cml.ts';
import { deviceOf, extractConfiguration, publishedConsoles, runningConfiguration, typeAtConsole } from './device.ts';
import { exportLab, importLab } from './import-export.ts';
import { deleteLab, getLab, labConverged, startLab, stopLab, wipeLab } from './labs.ts';
import { deregister, licensedNodesRunning, nodeQuota, register } from './license.ts';
import { CmlModel } from './model.ts';
import { changeNode, mainConfiguration } from './nodes.ts';
import { label, labState, nodeState } from './power.ts';
import type { Lab, Node } from './state.ts';
import { systemNumbers } from './system.ts';

const HOUR_MS = 3_600_000;
const file = `
nodes:
  - {id: n0, label: R1, x: 0, y: 0, node_definition: iol-xe, configuration: [{name: ios_config.txt, content: hostname R1}, {name: extra, content: kept}], interfaces: []}
  - {id: n1, label: pc, x: 1, y: 0, node_definition: alpine, configuration: hostname pc}
  - {id: n2, label: net, x: 2, y: 0, node_definition: external_connector, interfaces: []}
links: []
lab: {title: small, version: 0.3.0}
`;

function aServer(settings = {}) {
  const clock = new FakeClock(1_700_000_000_000);
  const model = new CmlModel({ clock, random: new SeededRandom(7), settings }).skipBoot();
  return { clock, model };
}

function aLab(model: CmlModel, title = 'small'): Lab {
  const owner = model.state.users[0]?.id ?? '';
  return getLab(model, importLab(model, file, { title, owner }).id);
}

function node(lab: Lab, name: string): Node {
  const found = lab.nodes.find((one) => label(one) === name);
  if (!found) throw new Error(`no node ${name}`);
  return found;
}

function running() {
  const server = aServer();
  const lab = aLab(server.model);
  startLab(server.model, lab);
  server.clock.step(HOUR_MS);
  return { ...server, lab, router: node(lab, 'R1') };
}

type Deed =
  | {
      readonly do:
        | 'import'
        | 'start'
        | 'stop'
        | 'wipe'
        | 'delete'
        | 'register'
        | 'deregister'
        | 'off'
        | 'on'
        | 'type'
        | 'extract';
    }
  | { readonly do: 'wait'; readonly ms: number };

const deed: fc.Arbitrary<Deed> = fc.oneof(
  fc
    .constantFrom('import', 'start', 'stop', 'wipe', 'delete', 'register', 'deregister', 'off', 'on', 'type', 'extract')
    .map((what) => ({ do: what }) as const),
  fc.integer({ min: 0, max: 120_000 }).map((ms) => ({ do: 'wait', ms }) as const),
);

/** Does it to the newest lab; what the server refuses is no event. */
function perform(model: CmlModel, clock: FakeClock, what: Deed): string {
  try {
    return act(model, clock, what);
  } catch (error) {
    if (error instanceof Refusal) return `${error.status} ${error.message}`;
    throw error;
  }
}

function act(model: CmlModel, clock: FakeClock, what: Deed): string {
  const lab = model.state.labs.at(-1);
  const first = lab?.nodes[0];
  switch (what.do) {
    case 'wait':
      return String(clock.step(what.ms));
    case 'import':
      return aLab(model).id;
    case 'register':
      return String(register(model, 'GOOD', false));
    case 'deregister':
      return String(deregister(model));
    case 'off':
      return String(model.powerOff());
    case 'on':
      return String(model.powerOn());
    case 'type':
      return String(first && typeAtConsole(model, first, 'enable'));
    case 'extract':
      return String(lab && first && extractConfiguration(model, { lab, node: first }));
    case 'start':
    case 'stop':
    case 'wipe':
    case 'delete':
      return String(lab && { start: startLab, stop: stopLab, wipe: wipeLab, delete: deleteLab }[what.do](model, lab));
  }
}

const legalNext = {
  DEFINED_ON_CORE: ['QUEUED', 'STARTED', 'BOOTED', 'DEFINED_ON_CORE'],
  QUEUED: ['STARTED', 'BOOTED', 'STOPPED', 'QUEUED'],
  STARTED: ['BOOTED', 'STOPPED', 'STARTED'],
  BOOTED: ['STOPPED', 'BOOTED'],
  STOPPED: ['QUEUED', 'STARTED', 'BOOTED', 'DEFINED_ON_CORE', 'STOPPED'],
};

function statesOf(model: CmlModel): Map<string, keyof typeof legalNext> {
  return new Map(model.state.labs.flatMap(({ nodes }) => nodes.map((one) => [one.id, nodeState(model, one)])));
}

test('whatever is done and however time goes, nodes only change as nodes do, and never beyond the licence', () => {
  fc.assert(
    fc.property(fc.array(deed, { maxLength: 40 }), (deeds) => {
      const { clock, model } = aServer();
      for (const what of deeds) {
        const before = statesOf(model);
        perform(model, clock, what);
        for (const [id, state] of statesOf(model))
          expect(legalNext[before.get(id) ?? 'DEFINED_ON_CORE']).toContain(state);
        expect(systemNumbers(model).runningNodes).toBeLessThanOrEqual(licensedNodesRunning(model));
        // A licence may be lost while nodes run; nothing is started beyond it.
        const limit = what.do === 'start' ? nodeQuota(model) : Number.POSITIVE_INFINITY;
        expect(licensedNodesRunning(model)).toBeLessThanOrEqual(limit);
      }
    }),
    { numRuns: 60 },
  );
});

/** As after a kill: only what was written to the disk is left, and the same luck. */
function restored({ clock, random, ...model }: CmlModel): CmlModel {
  return new CmlModel({ clock, random, saved: JSON.parse(JSON.stringify(model.state)) });
}

test('a server that is killed and restored at any moment goes on as if nothing had happened', () => {
  fc.assert(
    fc.property(fc.array(deed, { maxLength: 25 }), fc.nat(25), (deeds, at) => {
      const steady = aServer();
      const killed = aServer();
      let survivor = killed.model;
      for (const [index, what] of deeds.entries()) {
        if (index === at) survivor = restored(survivor);
        expect(perform(survivor, killed.clock, what)).toBe(perform(steady.model, steady.clock, what));
      }
      expect(restored(survivor).toJSON()).toEqual(restored(steady.model).toJSON());
    }),
    { numRuns: 40 },
  );
});

test('a lab left alone after a stop and a wipe always comes to rest and can be deleted', () => {
  fc.assert(
    fc.property(fc.array(deed, { maxLength: 30 }), (deeds) => {
      const { clock, model } = aServer();
      for (const what of deeds) perform(model, clock, what);
      model.powerOn();
      for (const lab of model.state.labs) {
        stopLab(model, lab);
        clock.step(HOUR_MS);
        wipeLab(model, lab);
        clock.step(HOUR_MS);
        expect(labConverged(model, lab)).toBe(true);
        expect(labState(model, lab)).toBe('DEFINED_ON_CORE');
        deleteLab(model, lab);
      }
      expect(model.state.labs).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

test('what was typed is extracted into the lab; the other files stay', () => {
  const { model, lab, router } = running();
  for (const line of ['enable', 'conf t', 'hostname R9', 'vlan 10', 'name Users', 'end'])
    typeAtConsole(model, router, line);
  expect(mainConfiguration(model, router)).toBe('hostname R1');
  extractConfiguration(model, { lab, node: router });
  expect(mainConfiguration(model, router)).toContain('hostname R9\nvlan 10\n name Users\n');
  expect(router.properties['configuration']).toContainEqual({ name: 'extra', content: 'kept' });
});

test('a shell remembers its lines and an extraction shows them', () => {
  const { model, lab } = running();
  const pc = node(lab, 'pc');
  typeAtConsole(model, pc, 'ip address add 10.0.0.2/24 dev eth0');
  extractConfiguration(model, { lab, node: pc });
  expect(mainConfiguration(model, pc)).toBe('hostname pc\nip address add 10.0.0.2/24 dev eth0');
});

test('what was typed and not written is lost by a restart; what was written is lost by a wipe', () => {
  const { clock, model, lab, router } = running();
  const again = (): void => {
    clock.step(HOUR_MS);
    startLab(model, lab);
    clock.step(HOUR_MS);
  };
  for (const line of ['enable', 'conf t', 'vlan 10', 'end', 'write', 'conf t', 'vlan 20', 'end'])
    typeAtConsole(model, router, line);
  stopLab(model, lab);
  again();
  expect(deviceOf(model, router)).toBeDefined();
  expect(runningConfiguration(model, router)).toContain('vlan 10');
  expect(runningConfiguration(model, router)).not.toContain('vlan 20');
  stopLab(model, lab);
  clock.step(HOUR_MS);
  wipeLab(model, lab);
  again();
  expect(deviceOf(model, router)).toBeDefined();
  expect(runningConfiguration(model, router)).toBe('hostname R1\nend\n');
});

test('tags publish the console of a running node, the first to claim a port', () => {
  const { clock, model, lab, router } = running();
  changeNode(model, { lab, node: router }, { tags: ['serial:4567', 'pat:4000:22', 'serial:99'] });
  changeNode(model, { lab, node: node(lab, 'pc') }, { tags: ['telnet:4567', 'serial:4568:0'] });
  expect(publishedConsoles(model).map(({ port, nodeId }) => [port, nodeId])).toEqual([
    [4567, router.id],
    [4568, node(lab, 'pc').id],
  ]);
  stopLab(model, lab);
  clock.step(HOUR_MS);
  expect(publishedConsoles(model)).toEqual([]);
});

test('effects are counted, refusals are not', () => {
  const { clock, model } = aServer();
  const lab = aLab(model, 'counted');
  startLab(model, lab);
  expect(() => wipeLab(model, lab)).toThrow(Refusal);
  clock.step(HOUR_MS);
  stopLab(model, lab);
  expect(model.effects).toEqual({ 'import:counted': 1, 'start:counted': 1, 'stop:counted': 1 });
});

test('a node that never boots keeps its lab from converging, by fault or by tag', () => {
  const { clock, model } = aServer();
  model.addFault({ kind: 'never-boots', match: 'R1', times: 1 });
  const lab = aLab(model);
  changeNode(model, { lab, node: node(lab, 'pc') }, { tags: ['fault:never-boots'] });
  startLab(model, lab);
  clock.step(HOUR_MS);
  expect(lab.nodes.map((one) => nodeState(model, one))).toEqual(['STARTED', 'STARTED', 'BOOTED']);
  expect(labConverged(model, lab)).toBe(false);
});

const topology = z.looseObject({ lab: z.looseObject({ title: z.string().optional() }), nodes: z.array(z.unknown()) });
const labs = ['content', 'simulators/cml/fixtures']
  .flatMap((root) => globSync(`${root}/**/*.yaml`))
  .filter((path) => {
    return topology.safeParse(parse(readFileSync(path, 'utf8'))).success;
  });

test.each([...labs, 'a small lab', 'a lab with strange keys'])('%s comes back as it went in', (path) => {
  const strange = file
    .replace('title: small', 'title: small, future: {a: [1, null]}')
    .replace('links: []', 'links: []\nextra: 7');
  const text = path.includes('/') ? readFileSync(path, 'utf8') : path === 'a small lab' ? file : strange;
  const { model } = aServer();
  const { id } = importLab(model, text, { owner: '' });
  expect(parse(exportLab(model, getLab(model, id)))).toEqual(parse(text));
  const json = importLab(model, JSON.stringify(parse(text)), { owner: '' });
  expect(parse(exportLab(model, getLab(model, json.id)))).toEqual(parse(text));
});

test('topologies of before 0.1 are brought into the shape of today', () => {
  const { model } = aServer();
  const old = {
    version: '0.0.5',
    lab_title: 'old',
    nodes: [
      { id: 'n0', data: { label: 'a', x: 0, y: 0, node_definition: 'iosv' } },
      { id: 'n1', data: { label: 'b', x: 0, y: 0, node_definition: 'iosv' } },
    ],
    interfaces: [
      { id: 'i0', node: 'n0', data: { label: 'GigabitEthernet0/0', slot: 0, type: 'physical' } },
      { id: 'i1', node: 'n1', data: { label: 'GigabitEthernet0/0', slot: 0, type: 'physical' } },
    ],
    links: [{ id: 'l0', interface_a: 'i0', interface_b: 'i1' }],
  };
  const lab = getLab(model, importLab(model, JSON.stringify(old), { owner: '' }).id);
  expect(lab.properties).toMatchObject({ title: 'old', version: '0.0.5' });
  expect(lab.nodes.map(label)).toEqual(['a', 'b']);
  expect(lab.links).toHaveLength(1);
});
