import { instant } from '../../../kernel/index.ts';
import type { Session } from '../../session/index.ts';
import type { Concern, ConcernLimits } from '../concern.ts';

/** What the tasks are about that several sessions have in common: a delivery system, by the name of its deployment. */
export const deliverySubject = 'delivery';

/** One for each delivery system that sessions have to do without, however many they are. */
export function deliveryConcerns(
  sessions: readonly Session[],
  { deliveryAwayMs }: Pick<ConcernLimits, 'deliveryAwayMs'>,
): readonly Concern[] {
  const waiting = Map.groupBy(
    sessions.filter(({ deliveryAway }) => deliveryAway !== undefined),
    ({ deliveryAway }) => deliveryAway?.deployment ?? '',
  );
  return [...waiting].map(([deployment, without]) => {
    const first = Math.min(...without.map(({ deliveryAway }) => deliveryAway?.since ?? Number.POSITIVE_INFINITY));
    return {
      cause: 'delivery.away',
      subject: { kind: deliverySubject, id: deployment, name: deployment },
      from: instant(first + deliveryAwayMs),
      title: `Sessions go on without the delivery system ${deployment}`,
      detail: without.map(({ name, deliveryAway }) => `${name}: ${deliveryAway?.reason}`).join('\n'),
      priority: 'urgent',
    };
  });
}
