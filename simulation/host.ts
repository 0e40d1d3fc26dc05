import { routes } from '@lcm/control-plane-api/http/routes';
import type { Actor } from '@lcm/core/domain/access';
import { ok } from '@lcm/core/kernel';
import type { ControllerObserver } from '@lcm/core/reconcile';
import type { Planted } from './faults.ts';
import { type Incarnation, startIncarnation } from './incarnation.ts';
import type { SimWorld } from './sim-world.ts';

/** No process was there to answer, or it died before it did: whether it took effect is unknown. */
export class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError';
}

/** Something that a caller was told is done. */
export interface Acknowledged {
  readonly operation: string;
  readonly correlationId: string;
  readonly body: unknown;
}

export interface HostOptions {
  readonly seed: number;
  readonly planted?: Planted | undefined;
  readonly observer?: ControllerObserver | undefined;
}

/** The machine that runs the product: starts a process, and another whenever one has died. */
export class Host {
  readonly acknowledged: Acknowledged[] = [];
  /** While true, processes die at their writes and now and then for no reason. */
  isDeadly = true;
  deaths = 0;
  readonly #world: SimWorld;
  readonly #options: HostOptions;
  #current: Incarnation | undefined;
  #calls = 0;

  constructor(world: SimWorld, options: HostOptions) {
    this.#world = world;
    this.#options = options;
  }

  get current(): Incarnation | undefined {
    return this.#current?.life.alive ? this.#current : undefined;
  }

  async run(going: () => boolean): Promise<void> {
    const { clock, random } = this.#world;
    for (let number = 1; going(); number += 1) {
      const { seed, planted, observer } = this.#options;
      const deadly = (): boolean => this.isDeadly;
      this.#current = await startIncarnation(this.#world, { seed: seed * 1000 + number, deadly, planted, observer });
      if (this.#current) await this.#untilDeath(this.#current);
      this.deaths += 1;
      await clock.sleep(1_000 + random.next() * 60_000);
    }
  }

  async #untilDeath({ life }: Incarnation): Promise<void> {
    const { clock, random } = this.#world;
    const died = new Promise<void>((resolve) => life.onDeath(resolve));
    const killed = async (): Promise<void> => {
      while (life.alive) {
        await clock.sleep((1 + random.next() * 20) * 3_600_000);
        if (this.isDeadly) life.die();
      }
    };
    await Promise.race([died, killed()]);
  }

  /** One request of somebody outside. @throws NoAnswerError */
  async call(operation: string, input: object, actor: Actor): Promise<{ ok: boolean; body: unknown }> {
    const route = routes.find((each) => each.operation.name === operation);
    const incarnation = this.current;
    if (route === undefined) throw new Error(`no operation ${operation}`);
    if (incarnation === undefined) throw new NoAnswerError('nobody is there');
    this.#calls += 1;
    const caller = { actor, correlationId: `call-${this.#calls}` };
    const died = new Promise<never>((_, reject) => {
      incarnation.life.onDeath(() => reject(new NoAnswerError('it died before it answered')));
    });
    died.catch(() => undefined);
    const answer = incarnation.plane.dispatch(route.operation, { caller, anonymous: caller, input: ok(input) });
    const result = await Promise.race([answer, died]);
    if (!result.ok) return { ok: false, body: result.rejection };
    const { body } = result.value;
    if (route.operation.kind === 'command') {
      this.acknowledged.push({ operation, correlationId: caller.correlationId, body });
    }
    return { ok: true, body };
  }
}
