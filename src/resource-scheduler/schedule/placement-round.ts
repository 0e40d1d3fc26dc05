import type { ControlPlane } from '@lcm/core/ports/control-plane';
import type { JobWork, Reconciler } from '@lcm/core/reconcile';
import type { FleetKey } from './schedule-reconciler.ts';

/** A look at everything because somebody wants one, or because none has been called for in a long time. */
export function placementRound(look: Reconciler<FleetKey>, controlPlane: Pick<ControlPlane, 'list'>): JobWork {
  return {
    async run(signal) {
      const before = await controlPlane.list('session');
      const waiting = new Set(before.filter(({ status }) => status === 'pending').map(({ id }) => id));
      await look.reconcile('fleet', signal);
      const after = await controlPlane.list('session');
      const placed = after.filter(({ id, placement }) => waiting.has(id) && placement !== undefined).length;
      return { summary: inWords(waiting.size, placed), news: placed > 0 };
    },
  };
}

function inWords(waited: number, placed: number): string {
  if (waited === 0) return 'nobody waits for a place';
  return `of ${waited} that waited for a place ${placed === 0 ? 'none' : placed} got one`;
}
