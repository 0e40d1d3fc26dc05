import { BookSession, Verdict } from '@lcm/core/contracts/session';
import { type Clock, ok, reject } from '@lcm/core/kernel';
import { type PlacementSettings, place } from '@lcm/core/placement';
import { unknown } from '../../application/change.ts';
import { defineQuery } from '../../application/operation.ts';
import type { Views } from '../../application/views.ts';

interface Deps {
  readonly views: Views;
  readonly clock: Clock;
  readonly settings: { readonly placement: PlacementSettings };
}

/** What a booking would be answered, by the same code that answers it; nothing is reserved. */
export const dryRunSession = defineQuery({
  name: 'DryRunSession',
  summary: 'Ask what a booking would be answered',
  allow: 'session:own',
  input: BookSession,
  output: Verdict,
  async handle({ definitionId, start, durationMinutes }, _caller, { views, clock, settings }: Deps) {
    const definition = views.get('definition', definitionId)?.state;
    if (definition === undefined) return reject(unknown('definition', definitionId));
    const request = {
      needs: definition.needs,
      portNames: definition.ports.map(({ name }) => name),
      bootSeconds: definition.bootSeconds,
      durationMs: (durationMinutes ?? definition.durationMinutes) * 60_000,
      start,
    };
    const decision = place(request, {
      workers: views.list('worker').map(({ state }) => state),
      templates: views.list('template').map(({ state }) => state),
      settings: settings.placement,
      now: clock.now(),
    });
    return ok({ ...decision.verdict, placed: decision.kind !== 'refuse' });
  },
});
