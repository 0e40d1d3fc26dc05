import type { Actor } from '@lcm/core/domain/access';
import type { Definition } from '@lcm/core/domain/definition';
import { instant, type Random, toIso } from '@lcm/core/kernel';
import { attempt, idOf, type PeopleOptions } from '../asking.ts';
import type { SimWorld } from '../sim-world.ts';
import { attend } from './attend.ts';

const hour = 3_600_000;

/** Few, so that each has several sessions, and some of them watch. */
export const candidates: readonly Actor[] = Array.from({ length: 8 }, (_, index) => ({
  id: `candidate-${index + 1}`,
  name: `Cora Candidate ${index + 1}`,
  roles: ['user'],
}));

/** Bookings by day and night. */
export async function book(options: PeopleOptions): Promise<void> {
  const { world, going } = options;
  const { clock, random } = world;
  while (going()) {
    await clock.sleep(-Math.log(1 - random.next()) * 11 * hour);
    if (!going()) return;
    const definition = anyDefinition(world, random);
    if (definition === undefined) continue;
    const start = random.next() < 0.4 ? undefined : toIso(instant(clock.now() + random.next() * 30 * hour));
    const durationMinutes = Math.min(definition.maxDurationMinutes, 20 + Math.floor(random.next() * 100));
    // Now and then a few want the same at the same time.
    const seats = random.next() < 0.2 ? 3 : 1;
    for (let seat = 0; seat < seats; seat += 1)
      await bookOne(options, { definitionId: definition.id, start, durationMinutes });
  }
}

/** By whoever it is for, who then comes, or does not. */
export async function bookOne(options: PeopleOptions, wanted: object): Promise<void> {
  const { world, host } = options;
  const owner = pickOne(candidates, world.random);
  if (owner === undefined) return;
  const booked = await attempt(() => host.call('BookSession', wanted, owner));
  if (booked?.ok) void attend(options, { id: idOf(booked.body), owner });
}

export function anyDefinition({ auditor }: SimWorld, random: Random): Definition | undefined {
  return pickOne([...auditor.definitions.values()], random);
}

export function pickOne<Item>(items: readonly Item[], random: Random): Item | undefined {
  return items[Math.floor(random.next() * items.length)];
}
