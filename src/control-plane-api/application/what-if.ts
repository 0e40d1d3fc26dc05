import type { WhatIf, WhatIfAnswer } from '@lcm/core/contracts/what-if';
import { isFinal, type Session, SessionId } from '@lcm/core/domain/session';
import type { Template } from '@lcm/core/domain/template';
import { ok, type Result, reject, SeededRandom } from '@lcm/core/kernel';
import { type Fleet, type SeatTaken, type Seeking, whatIf } from '@lcm/core/placement';
import { bookableLab } from './booking.ts';
import { unknown } from './change.ts';
import type { Rejection } from './operation.ts';
import type { Views } from './views.ts';
import { warmAnswer } from './what-if-warm.ts';

/** A session that would be there, of which booking in the question. */
interface Wanted extends Seeking {
  readonly of: number;
}
/** A session that would lose its place. */
interface Displaced extends Seeking {
  readonly name: string;
}

/** Nobody sees the ids of what is only thought of: the same question has the same answer. */
const seed = 1;

/** Who loses a place is asked before who wants one; what has begun by then goes nowhere else. */
export function consequencesOf(asked: WhatIf, views: Views, live: Fleet): Result<WhatIfAnswer, Rejection> {
  const changed = changedFleet(asked, live);
  if (!changed.ok) return changed;
  const random = new SeededRandom(seed);
  const wanted = wantedBy(asked, views, random);
  if (!wanted.ok) return wanted;
  const displaced = displacedBy(asked, views, live);
  const sessions: readonly (Wanted | Displaced)[] = [...displaced, ...wanted.value];
  const { taken, before, after } = whatIf({ live, changed: changed.value, sessions }, random);
  const warm = warmAnswer(asked, views, taken.at(-1)?.fleet ?? changed.value);
  if (!warm.ok) return warm;
  return ok({
    decidedAt: live.now,
    bookings: asked.bookings.map((booking, of) => bookingAnswer(booking, seatsFor(of, taken))),
    moved: taken.flatMap((each) => movedAnswer(each)),
    newWorkers: taken.flatMap(({ made }) => (made === undefined ? [] : [newWorker(made.template)])),
    warm: warm.value,
    before,
    after,
    difference: { hours: after.hours - before.hours, costUsd: after.costUsd - before.costUsd },
  });
}

function changedFleet({ templates, withoutWorkers, ceilingPerRegion }: WhatIf, live: Fleet): Result<Fleet, Rejection> {
  const gone = new Set<string>(withoutWorkers);
  const missing = withoutWorkers.find((id) => !live.workers.some((worker) => worker.id === id));
  if (missing !== undefined) return reject(unknown('worker', missing));
  const others: Template[] = [];
  for (const { name, like, enabled, ...other } of templates) {
    const model = live.templates.find((template) => template.name === like);
    if (model === undefined) return reject(unknown('template', like));
    const {
      instanceType = model.spec.instanceType,
      hourlyCostUsd = model.spec.hourlyCostUsd,
      capacity = model.spec.capacity,
    } = other;
    others.push({ ...model, name, enabled, spec: { ...model.spec, instanceType, hourlyCostUsd, capacity } });
  }
  const kept = live.templates.filter(({ name }) => !others.some((other) => other.name === name));
  const { settings } = live;
  return ok({
    ...live,
    workers: live.workers.filter(({ id }) => !gone.has(id)),
    templates: [...kept, ...others],
    settings: { ...settings, ceilingPerRegion: ceilingPerRegion ?? settings.ceilingPerRegion },
  });
}

function wantedBy({ bookings }: WhatIf, views: Views, random: SeededRandom): Result<readonly Wanted[], Rejection> {
  const sessions: Wanted[] = [];
  for (const [of, { start, seats, region, ...asked }] of bookings.entries()) {
    const lab = bookableLab(asked, views);
    if (!lab.ok) return lab;
    const { definition, durationMinutes } = lab.value;
    const wanted = { start, durationMinutes, region };
    for (let seat = 0; seat < seats; seat += 1) sessions.push({ id: SessionId.next(random), definition, wanted, of });
  }
  return ok(sessions);
}

function displacedBy({ withoutWorkers }: WhatIf, views: Views, { now }: Fleet): readonly Displaced[] {
  const gone = new Set<string | undefined>(withoutWorkers);
  return views
    .list('session')
    .map(({ state }) => state)
    .filter((session) => !isFinal(session) && session.placement !== undefined && gone.has(session.placement.workerId))
    .map(({ id, name, definition, wanted, timeslot, placement }: Session) => ({
      id,
      name,
      definition,
      // Under way: it has no other start than the one it has, which no other host can keep.
      wanted: { ...wanted, start: (placement?.from ?? now) < now ? now : timeslot?.start },
    }))
    .toSorted((a, b) => (a.wanted.start ?? now) - (b.wanted.start ?? now) || (a.id < b.id ? -1 : 1));
}

type Taken = SeatTaken<Wanted | Displaced>;

function seatsFor(of: number, taken: readonly Taken[]): readonly Taken[] {
  return taken.filter(({ session }) => 'of' in session && session.of === of);
}

function bookingAnswer(
  { definitionId, start, seats }: WhatIf['bookings'][number],
  taken: readonly Taken[],
): WhatIfAnswer['bookings'][number] {
  const fit = taken.filter(({ seat }) => seat !== undefined).length;
  const refused = taken.find(({ seat }) => seat === undefined);
  const title = taken[0]?.session.definition.title ?? '';
  return { definitionId, title, start, seats, fit, verdict: refused?.decision.verdict };
}

function movedAnswer({ session, seat, decision }: Taken): WhatIfAnswer['moved'] {
  if (!('name' in session)) return [];
  const { id: sessionId, name, wanted } = session;
  const { start } = wanted;
  const { summary } = decision.verdict;
  return [{ sessionId, name, start, fits: seat !== undefined, workerName: seat?.placed.worker.name, summary }];
}

function newWorker({ name, spec }: Template): WhatIfAnswer['newWorkers'][number] {
  return { template: name, region: spec.region, hourlyCostUsd: spec.hourlyCostUsd };
}
