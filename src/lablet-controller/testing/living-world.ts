import { deliveryReconciler } from '../delivery/delivery-reconciler.ts';
import { sessionId, World } from './world.ts';

const minute = 60_000;
const mostLooks = 3000;

/** A session whose pipeline and whose delivery are both looked after, as often as they want to be. */
export class LivingWorld {
  readonly world: World;
  #reconciler: ReturnType<typeof deliveryReconciler>;

  constructor(world: World) {
    this.world = world;
    this.#reconciler = deliveryReconciler({ ...world.deps(), lookMs: minute });
  }

  /** The process that looks after the delivery dies, and another takes over. */
  restart(): void {
    this.#reconciler = deliveryReconciler({ ...this.world.deps(), lookMs: minute });
  }

  async live(minutes: number): Promise<void> {
    const { clock } = this.world;
    const until = clock.now() + minutes * minute;
    for (let looks = 0; clock.now() < until; looks += 1) {
      if (looks > mostLooks) throw new Error('runs hot');
      const next = await this.#reconciler.reconcile(sessionId, new AbortController().signal).catch(() => undefined);
      const mine = next?.kind === 'again' ? next.afterMs : minute;
      clock.step(Math.min(mine, await this.world.look(), until - clock.now()));
    }
  }
}

/** Its session waits for the candidate. */
export async function aReadySession(): Promise<LivingWorld> {
  const living = new LivingWorld(await new World().prepare());
  await living.live(60);
  return living;
}
