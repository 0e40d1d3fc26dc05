import type { Actor } from '@lcm/core/domain/access';
import type { DefinitionContent } from '@lcm/core/domain/definition';
import type { Session } from '@lcm/core/domain/session';
import { instant, toIso } from '@lcm/core/kernel';
import { admin, attempt, idOf, insist, type PeopleOptions } from './asking.ts';
import { efforts } from './checks/exams.ts';
import { decide, endOrphans } from './fleet/deciders.ts';
import { operate } from './fleet/operators.ts';
import { launchByHand } from './fleet/strangers.ts';
import { templates } from './fleet/templates.ts';
import { tinker } from './handmade.ts';
import type { SimWorld } from './sim-world.ts';

const minute = 60_000;
const hour = 60 * minute;

/** Few, so that each has several sessions, and some of them watch. */
export const candidates: readonly Actor[] = Array.from({ length: 8 }, (_, index) => ({
  id: `candidate-${index + 1}`,
  name: `Cora Candidate ${index + 1}`,
  roles: ['user'],
}));
const controller: Actor = { id: 'service:lablet-controller', name: 'lablet-controller', roles: ['lablet-controller'] };

/** What an installation has before anybody books: templates and a few labs of different sizes. */
export async function furnish({ world, host }: PeopleOptions): Promise<void> {
  for (const template of templates) await insist(world, () => host.call('DefineTemplate', template, admin));
  for (const nodes of [2, 4, 8]) {
    const topologyKey = await world.blobs.put(new TextEncoder().encode(lab(nodes)));
    await insist(world, () => host.call('PublishDefinition', { content: contentOf(nodes, topologyKey) }, controller));
  }
  if (world.parts.warm) await keepWarm({ world, host });
}

/** By the nodes of a lab. */
const depths = new Map([
  [2, 2],
  [4, 1],
]);

async function keepWarm({ world, host }: Pick<PeopleOptions, 'world' | 'host'>): Promise<void> {
  for (const { id: definitionId, nodeCount } of world.auditor.definitions.values()) {
    const depth = depths.get(nodeCount);
    if (depth !== undefined) await insist(world, () => host.call('SetWarmDepth', { definitionId, depth }, admin));
  }
}

/** Bookings by day and night, candidates that come late, early, or not at all, and operators with a restless hand. */
export async function live(options: PeopleOptions): Promise<void> {
  const { world, going } = options;
  const all = [book(options), operate(options), decide(options), launchByHand(world, going), tinker(world, going)];
  await Promise.all(all);
}

async function book(options: PeopleOptions): Promise<void> {
  const { world, going } = options;
  const { clock, random } = world;
  while (going()) {
    await clock.sleep(-Math.log(1 - random.next()) * 11 * hour);
    if (!going()) return;
    const definitions = [...world.auditor.definitions.values()];
    const definition = definitions[Math.floor(random.next() * definitions.length)];
    if (definition === undefined) continue;
    const start = random.next() < 0.4 ? undefined : toIso(instant(clock.now() + random.next() * 30 * hour));
    const durationMinutes = Math.min(definition.maxDurationMinutes, 20 + Math.floor(random.next() * 100));
    // Now and then a class wants the same at the same time.
    const seats = random.next() < 0.2 ? 3 : 1;
    for (let seat = 0; seat < seats; seat += 1)
      await bookOne(options, { definitionId: definition.id, start, durationMinutes });
  }
}

async function bookOne(options: PeopleOptions, wanted: object): Promise<void> {
  const { world, host } = options;
  const owner = candidates[Math.floor(world.random.next() * candidates.length)];
  if (owner === undefined) return;
  const booked = await attempt(() => host.call('BookSession', wanted, owner));
  if (booked?.ok) void attend(options, { id: idOf(booked.body), owner });
}

/** One candidate and their session, to its end or to their own. */
async function attend(options: PeopleOptions, of: { id: string; owner: Actor }): Promise<void> {
  const { world, host } = options;
  const { clock, random, auditor } = world;
  const mood = random.next();
  for (;;) {
    await clock.sleep(5 * minute);
    const session = auditor.sessions.get(of.id);
    if (session && isOver(session)) return;
    if (mood < 0.08 && random.next() < 0.05) {
      await attempt(() => host.call('TerminateSession', { sessionId: of.id }, of.owner));
    }
    if (session?.status === 'ready') await come(world, session, mood);
  }
}

async function come(world: SimWorld, session: Session, mood: number): Promise<void> {
  const { delivery } = session;
  // Some never do.
  if (mood < 0.9 && delivery) await work(world, session, mood);
}

async function work({ clock, random, lds, exams }: SimWorld, session: Session, mood: number): Promise<void> {
  const delivery = session.delivery?.id ?? '';
  lds.act(delivery, 'start');
  await clock.sleep(5 * minute);
  exams.sit(session, efforts[Math.floor(random.next() * efforts.length)] ?? 'none');
  await clock.sleep((5 + random.next() * 100) * minute);
  // Some walk away without saying so.
  if (mood > 0.15) lds.act(delivery, 'finish');
}

/** At the end of everything: every worker is ended, again and again until it is accepted. */
export async function closeDown(options: PeopleOptions): Promise<void> {
  const { world, host } = options;
  for (const { id, status } of world.auditor.workers.values()) {
    if (status !== 'terminated') await attempt(() => host.call('TerminateWorker', { workerId: id }, admin));
  }
  await endOrphans(options);
}

function isOver({ status }: Session): boolean {
  return ['archived', 'terminated', 'expired', 'failed', 'stopping', 'stopped'].includes(status);
}

function contentOf(nodes: number, topologyKey: string): DefinitionContent {
  const labels = Array.from({ length: nodes }, (_, index) => `R${index + 1}`);
  return {
    slug: `lab-${nodes}`,
    version: '1.0.0',
    title: `${nodes} routers`,
    summary: 'routers in a row',
    formQualifiedName: `Exam Associate SIM v1.0 LAB ${nodes}`,
    packageHash: String(nodes).repeat(64),
    topologyKey,
    needs: { cpuCores: nodes, memoryMiB: nodes * 768, storageGiB: nodes, nodes },
    nodeCount: nodes,
    nodeDefinitions: ['iosv'],
    ports: labels.map((label) => ({ name: `${label}_serial`, label, protocol: 'serial' })),
    bootSeconds: 180,
    durationMinutes: 60,
    maxDurationMinutes: 240,
  };
}

function lab(nodes: number): string {
  const lines = Array.from({ length: nodes }, (_, index) => [
    `  - id: n${index}`,
    `    label: R${index + 1}`,
    '    node_definition: iosv',
    `    x: ${index * 100}`,
    '    y: 0',
    `    configuration: hostname R${index + 1}`,
    '    interfaces: []',
  ]);
  return ['lab:', '  title: routers', "  version: '0.3.0'", 'nodes:', ...lines.flat(), 'links: []', ''].join('\n');
}
