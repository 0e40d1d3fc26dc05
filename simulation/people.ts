import type { Actor } from '@lcm/core/domain/access';
import { admin, attempt, insist, type PeopleOptions } from './asking.ts';
import { book } from './exams/bookings.ts';
import { change } from './exams/changes.ts';
import { teach } from './exams/classes.ts';
import { contentOf, lab } from './exams/labs.ts';
import { bookMonth } from './exams/month.ts';
import { decide, endOrphans } from './fleet/deciders.ts';
import { operate } from './fleet/operators.ts';
import { launchByHand } from './fleet/strangers.ts';
import { templates } from './fleet/templates.ts';
import { tinker } from './handmade.ts';
import { noShowMinutes } from './settings.ts';

const controller: Actor = { id: 'service:lablet-controller', name: 'lablet-controller', roles: ['lablet-controller'] };

/** What an installation has before anybody books: templates and a few labs of different sizes. */
export async function furnish({ world, host }: PeopleOptions): Promise<void> {
  for (const template of templates) await insist(world, () => host.call('DefineTemplate', template, admin));
  for (const nodes of [2, 4, 8]) {
    const topologyKey = await world.blobs.put(new TextEncoder().encode(lab(nodes)));
    await insist(world, () => host.call('PublishDefinition', { content: contentOf(nodes, topologyKey) }, controller));
  }
  if (world.parts.warm) await keepWarm({ world, host });
  if (!world.parts.classes) return;
  const values = { 'sessions.noShowMinutes': noShowMinutes };
  await insist(world, () => host.call('ChangeSettings', { values }, admin));
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

/** Bookings, candidates that come late, early, or not at all, and operators with a restless hand. */
export async function live(options: PeopleOptions): Promise<void> {
  const { world, going } = options;
  const { parts, profile } = world;
  await Promise.all([
    profile.name === 'month' ? bookMonth(options) : book(options),
    operate(options),
    decide(options),
    launchByHand(world, going),
    tinker(world, going),
    parts.classes ? teach(options) : undefined,
    parts.changes ? change(options) : undefined,
  ]);
}

/** At the end of everything: every worker is ended, again and again until it is accepted. */
export async function closeDown(options: PeopleOptions): Promise<void> {
  const { world, host } = options;
  for (const { id, status } of world.auditor.workers.values()) {
    if (status !== 'terminated') await attempt(() => host.call('TerminateWorker', { workerId: id }, admin));
  }
  await endOrphans(options);
}
