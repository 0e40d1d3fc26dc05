import type { Clock } from '@lcm/core/kernel';
import type { LdsModel } from '../model/lds-model.ts';
import type { LdsEvent, Outgoing } from '../model/outbox.ts';

/** Hands one event over. Resolving acknowledges it; throwing means: again later. */
export type SendEvent = (event: LdsEvent) => Promise<void>;

export interface DeliveryLoopOptions {
  readonly model: LdsModel;
  readonly send: SendEvent;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

const idleMs = 600_000;
const maxInFlight = 16;

/** Sends what the model has to tell until `signal` aborts: at least once, in order per session. */
export async function runDeliveryLoop({ model, send, clock, signal }: DeliveryLoopOptions): Promise<void> {
  const bell = new Doorbell();
  const inFlight = new Map<string, Promise<void>>();
  const unwatch = model.watch(() => bell.ring());
  const deliver = async (outgoing: Outgoing): Promise<void> => {
    const failure = await send(outgoing.event).then(() => undefined, describe);
    inFlight.delete(outgoing.sessionId);
    if (signal.aborted) return;
    if (failure === undefined) model.acknowledged(outgoing);
    else model.notAcknowledged(outgoing, failure);
  };
  while (!signal.aborted) {
    const rung = bell.signal;
    for (const outgoing of model.dueEvents()) {
      const isFree = !inFlight.has(outgoing.sessionId) && inFlight.size < maxInFlight;
      if (isFree) inFlight.set(outgoing.sessionId, deliver(outgoing));
    }
    const nextAt = inFlight.size < maxInFlight ? model.nextEventAt(inFlight) : undefined;
    const waitMs = nextAt === undefined ? idleMs : Math.max(0, nextAt - clock.now());
    // oxlint-disable-next-line no-await-in-loop -- this is the wait of the loop
    await clock.sleep(waitMs, AbortSignal.any([signal, rung]));
  }
  unwatch();
  await Promise.all(inFlight.values());
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : 'not acknowledged';
}

/** Wakes who waits; every wait takes a fresh signal, so that no ring is missed in between. */
class Doorbell {
  #controller = new AbortController();

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  ring(): void {
    const rung = this.#controller;
    this.#controller = new AbortController();
    rung.abort('rung');
  }
}
