import { EmbeddedCoordination } from '@lcm/core/adapters/coordination/embedded-coordination';
import { type KeepRound, keepRoundIn, keepRoundKey } from '@lcm/core/contracts/saved-configurations';
import type { SessionEvent } from '@lcm/core/domain/session';
import { blobKey } from '@lcm/core/ports/blobs';
import { keepReconciler } from '../keep/keep-reconciler.ts';
import { type Prepared, sessionId, start, World } from './world.ts';

const minute = 60_000;
const longestMs = 30 * minute;
const mostLooks = 2_000;

/** A session in which somebody works, and whoever keeps what they do. */
export class KeptWorld {
  readonly world: World;
  readonly coordination: EmbeddedCoordination;
  /** Keys in the order in which they were stored. */
  readonly put: string[] = [];
  reconciler: ReturnType<typeof keepReconciler>;
  because = '';

  constructor(world: World) {
    this.world = world;
    this.coordination = new EmbeddedCoordination({ clock: world.clock });
    const put = world.blobs.put.bind(world.blobs);
    world.blobs.put = async (content) => {
      const key = await put(content);
      if (!this.put.includes(key)) this.put.push(key);
      return key;
    };
    this.reconciler = this.#open();
  }

  /** The process dies and another takes over. */
  restart(): void {
    this.reconciler = this.#open();
  }

  async live(minutes: number): Promise<void> {
    const { clock } = this.world;
    const until = clock.now() + minutes * minute;
    for (let looks = 0; clock.now() < until; looks += 1) {
      if (looks > mostLooks) throw new Error(`runs hot: ${this.because}`);
      const next = await this.reconciler.reconcile(sessionId, new AbortController().signal).catch(() => undefined);
      if (next?.kind === 'again') this.because = next.because;
      const afterMs = next?.kind === 'again' ? next.afterMs : minute;
      clock.step(Math.min(afterMs, longestMs, until - clock.now()));
    }
  }

  type(label: string, configuration: string): void {
    this.world.labs.typed.set(label, configuration);
  }

  async round(): Promise<KeepRound | undefined> {
    const { items } = await this.coordination.list(keepRoundKey(sessionId));
    return items.map(({ value }) => keepRoundIn(value))[0];
  }

  get events(): readonly Extract<SessionEvent, { type: 'SessionConfigurationsKept' }>[] {
    const all = this.world.controlPlane.sessions.events;
    return all.flatMap((event) => (event.type === 'SessionConfigurationsKept' ? [event] : []));
  }

  /** What the nodes of a lab on another host would begin with. */
  async kept(): Promise<unknown> {
    const { saved } = this.world.session;
    const content = saved && (await this.world.blobs.get(blobKey(saved.key)));
    return content && JSON.parse(new TextDecoder().decode(content)).nodes;
  }

  async stored(): Promise<readonly string[]> {
    const found = await Promise.all(
      this.put.map(async (key) => ({ key, at: await this.world.blobs.get(blobKey(key)) })),
    );
    return found.flatMap(({ key, at }) => (at === undefined ? [] : [key]));
  }

  #open(): ReturnType<typeof keepReconciler> {
    return keepReconciler({ ...this.world.deps(), coordination: this.coordination });
  }
}

/** Its lab is up, and the candidate has begun at that moment. */
export async function keptWorld(prepared: Prepared = {}): Promise<KeptWorld> {
  const world = await new World().prepare(prepared);
  await world.live(start);
  world.commit({ type: 'SessionStarted', at: world.clock.now() });
  return new KeptWorld(world);
}
