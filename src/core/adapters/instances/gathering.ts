import type { Clock } from '../../kernel/index.ts';
import type { InstanceId } from '../../ports/instances/index.ts';

export interface GatheringPace {
  /** How long a first question waits for others. */
  readonly gatherMs: number;
  /** From one call to the next, unless it is full before. */
  readonly spacingMs: number;
  /** A call with as many goes at once. */
  readonly mostIds: number;
}

export interface GatheringOptions<Found> {
  readonly look: (ids: readonly InstanceId[]) => Promise<readonly Found[]>;
  readonly clock: Clock;
  readonly pace: GatheringPace;
}

/** Questions that go together. Who comes after it has left asks the next one. */
interface Batch<Found> {
  readonly ids: Set<InstanceId>;
  readonly full: AbortController;
  readonly answer: Promise<ReadonlyMap<InstanceId, Found>>;
}

/**
 * Questions about single instances, asked together. An answer is never older than its question: a call begins after the
 * last of those who share it has asked. What a call fails with, it fails with for all of them.
 */
export class Gathering<Found extends { readonly id: InstanceId }> {
  readonly #options: GatheringOptions<Found>;
  #open: Batch<Found> | undefined;
  #nextAt: number;

  constructor(options: GatheringOptions<Found>) {
    this.#options = options;
    this.#nextAt = options.clock.monotonic();
  }

  async ask(id: InstanceId): Promise<readonly Found[]> {
    const batch = this.#open ?? this.#begin();
    batch.ids.add(id);
    if (batch.ids.size >= this.#options.pace.mostIds) this.#send(batch);
    const found = (await batch.answer).get(id);
    return found === undefined ? [] : [found];
  }

  #begin(): Batch<Found> {
    const ids = new Set<InstanceId>();
    const full = new AbortController();
    const answer = this.#gathered(full.signal).then(async () => this.#answerTo(ids));
    this.#open = { ids, full, answer };
    return this.#open;
  }

  async #gathered(full: AbortSignal): Promise<void> {
    const { clock, pace } = this.#options;
    await clock.sleep(Math.max(pace.gatherMs, this.#nextAt - clock.monotonic()), full);
    if (this.#open?.full.signal === full) this.#open = undefined;
    this.#nextAt = clock.monotonic() + pace.spacingMs;
  }

  #send({ full }: Batch<Found>): void {
    this.#open = undefined;
    full.abort('full');
  }

  async #answerTo(ids: ReadonlySet<InstanceId>): Promise<ReadonlyMap<InstanceId, Found>> {
    const found = await this.#options.look([...ids]);
    return new Map(found.map((one) => [one.id, one]));
  }
}
