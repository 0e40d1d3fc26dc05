import { type LabReading, wantedStatisticsKey } from '@lcm/core/contracts/lab-statistics';
import type { LabRecordId } from '@lcm/core/domain/lab';
import type { Clock } from '@lcm/core/kernel';
import { type Coordination, CoordinationError } from '@lcm/core/ports/coordination';

export interface LabReadingsDeps {
  readonly coordination: Pick<Coordination, 'put'>;
  readonly clock: Clock;
  /** Of a lab that there still is: of all others nothing is kept. */
  readonly isThere: (id: LabRecordId) => boolean;
}

/** Younger ones are as good as new ones: however many look, CML is asked this often at most. */
const freshMs = 3_000;
const patienceMs = 4_000;

interface Looking {
  readonly done: Promise<void>;
  readonly seen: AbortController;
}

/** The newest statistics of each lab, in memory: they are read again when somebody looks, and no decision needs old ones. */
export class LabReadings {
  readonly #deps: LabReadingsDeps;
  readonly #newest = new Map<LabRecordId, LabReading>();
  readonly #looking = new Map<LabRecordId, Looking>();
  readonly #onTaken: ((readings: readonly LabReading[]) => void)[] = [];

  constructor(deps: LabReadingsDeps) {
    this.#deps = deps;
  }

  /** Called when readings were brought to this process: others of the same store do not know them yet. */
  onTaken(listener: (readings: readonly LabReading[]) => void): void {
    this.#onTaken.push(listener);
  }

  take(readings: readonly LabReading[]): void {
    this.hear(readings);
    for (const listener of this.#onTaken) listener(readings);
  }

  /** What was brought to another process. */
  hear(readings: readonly LabReading[]): void {
    for (const reading of readings) {
      const { labRecordId: id, at } = reading;
      if (at >= (this.#newest.get(id)?.at ?? 0)) this.#newest.set(id, reading);
      this.#looking.get(id)?.seen.abort();
    }
    for (const id of this.#newest.keys()) if (!this.#deps.isThere(id)) this.#newest.delete(id);
  }

  newest(id: LabRecordId): LabReading | undefined {
    return this.#newest.get(id);
  }

  isFresh(id: LabRecordId): boolean {
    const reading = this.#newest.get(id);
    return reading !== undefined && this.#deps.clock.now() - reading.at < freshMs;
  }

  /** Has the lab read, unless that was done a moment ago; resolves when it is, or when that takes too long. */
  async look(id: LabRecordId): Promise<void> {
    if (this.isFresh(id)) return;
    const looking = this.#looking.get(id) ?? this.#begin(id);
    await looking.done;
  }

  #begin(id: LabRecordId): Looking {
    const seen = new AbortController();
    const looking = { seen, done: this.#ask(id, seen.signal) };
    this.#looking.set(id, looking);
    return looking;
  }

  async #ask(id: LabRecordId, seen: AbortSignal): Promise<void> {
    const { coordination, clock } = this.#deps;
    try {
      await coordination.put(wantedStatisticsKey, id);
      await clock.sleep(patienceMs, seen);
    } catch (error) {
      // Nobody can be asked now: what is known is the answer.
      if (!(error instanceof CoordinationError)) throw error;
    } finally {
      this.#looking.delete(id);
    }
  }
}
