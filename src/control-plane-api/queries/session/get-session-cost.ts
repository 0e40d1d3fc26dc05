import { SessionCost, type SessionStay } from '@lcm/core/contracts/cost';
import { OfSession } from '@lcm/core/contracts/session';
import type { Session } from '@lcm/core/domain/session';
import { shareOf } from '@lcm/core/domain/worker';
import { type Clock, type Instant, ok, reject } from '@lcm/core/kernel';
import type { StateStore } from '@lcm/core/ports/state-store';
import { unknown } from '../../application/change.ts';
import { defineQuery } from '../../application/operation.ts';
import { maySee } from '../../application/ownership.ts';
import { type Stay, staysOf } from '../../application/session-stays.ts';
import type { Views } from '../../application/views.ts';

interface Deps {
  readonly store: StateStore;
  readonly views: Views;
  readonly clock: Clock;
}

const basis =
  'Estimate: its largest share of what its worker has of anything, by the list price of the worker, for as long as it has ' +
  'its place, preparation and clean-up included. What workers cost while nobody has a place on them is in their own cost.';

const hourMs = 3_600_000;

export const getSessionCost = defineQuery({
  name: 'GetSessionCost',
  summary: 'What a session has cost so far and will: its share of each worker that it was on',
  allow: 'session:own',
  input: OfSession,
  output: SessionCost,
  async handle({ sessionId }, { actor }, { store, views, clock }: Deps) {
    const item = views.get('session', sessionId);
    if (item === undefined || !maySee(actor, item.state)) return reject(unknown('session', sessionId));
    const now = clock.now();
    const commits = await store.read(`session/${sessionId}`, 0);
    const stays = staysOf(commits, now).flatMap((stay) => priced(stay, item.state, { views, now }));
    return ok({
      sessionId,
      stays,
      soFarUsd: stays.reduce((sum, { soFarUsd }) => sum + soFarUsd, 0),
      totalUsd: stays.reduce((sum, { totalUsd }) => sum + totalUsd, 0),
      basis,
    });
  },
});

/** The price of a worker is in its record, which stays when it leaves the lists. */
function priced(
  stay: Stay,
  { definition }: Session,
  { views, now }: { readonly views: Views; readonly now: Instant },
): readonly SessionStay[] {
  const spec = views.get('worker', stay.workerId)?.state.spec;
  if (spec === undefined) return [];
  const { hourlyCostUsd, capacity } = spec;
  const { of, share } = shareOf(definition.needs, capacity);
  const usdPerMs = (hourlyCostUsd * share) / hourMs;
  const past = Math.max(0, Math.min(now, stay.until) - stay.from);
  const money = { soFarUsd: past * usdPerMs, totalUsd: (stay.until - stay.from) * usdPerMs };
  return [{ ...stay, hourlyCostUsd, share, of, ...money }];
}
