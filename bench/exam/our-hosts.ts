import { evolveWorker, type Reservation, ReservationId, type Worker, type WorkerId } from '@lcm/core/domain/worker';
import { type Instant, instant } from '@lcm/core/kernel';
import { type FleetStep, withReservation, withWorker } from '@lcm/core/placement';
import { spec, workerCreated } from '../a-fleet.ts';
import type { Meter } from './account.ts';
import type { Agenda } from './agenda.ts';
import type { Ledger } from './ledger.ts';
import type { BootKind, Nature } from './nature.ts';

/** Boots of which something is learned; the product keeps as many of each worker. */
const keptBoots = 20;

export interface HostsDeps {
  readonly agenda: Agenda;
  readonly nature: Nature;
  readonly meter: Meter;
  readonly ledger: Ledger;
  /** The beginning of the month. */
  readonly epoch: number;
  /** Told after every change. */
  readonly onChange: () => void;
  readonly onReady: (worker: Worker) => void;
}

/** Workers as the product keeps them, over hosts that boot, fail and stop as nature has it. */
export class OurHosts {
  readonly #deps: HostsDeps;
  workers: readonly Worker[] = [];
  boots = 0;

  constructor(deps: HostsDeps) {
    this.#deps = deps;
  }

  get now(): Instant {
    return instant(this.#deps.epoch + this.#deps.agenda.now);
  }

  get(id: WorkerId): Worker {
    const found = this.workers.find((worker) => worker.id === id);
    if (found === undefined) throw new Error(`there is no ${id}`);
    return found;
  }

  plan(): void {
    const number = this.workers.length;
    const created = evolveWorker(undefined, workerCreated(number, this.now));
    this.#put({
      ...created,
      origin: 'planned',
      desired: 'stopped',
      desiredCause: { kind: 'idle', by: 'plan', since: this.now },
    });
  }

  reserve(id: WorkerId, reservation: Reservation): void {
    const worker = this.get(id);
    this.#put(withReservation(worker, reservation));
  }

  release(id: WorkerId, reservationId: string): void {
    const worker = this.get(id);
    const { [ReservationId.parse(reservationId)]: _, ...reservations } = worker.reservations;
    this.#put({ ...worker, reservations, idleSince: this.now });
  }

  isReady(id: WorkerId): boolean {
    const { status, service } = this.get(id);
    return status === 'running' && service === 'available';
  }

  take({ worker: { id }, to, cause }: FleetStep): void {
    const worker = this.get(id);
    const desiredCause =
      cause === 'idle' ? ({ kind: cause, by: 'scheduler', since: worker.idleSince } as const) : { kind: cause };
    this.#put({ ...worker, desired: to, desiredCause });
    if (to === 'running') this.#wake(id);
    else if (worker.status === 'running') this.#stop(id);
  }

  #wake(id: WorkerId): void {
    const { status } = this.get(id);
    if (status === 'pending') this.#boot(id, 'launch');
    if (status === 'stopped') this.#boot(id, 'restart');
  }

  #boot(id: WorkerId, kind: BootKind): void {
    const { agenda, nature, meter, ledger } = this.#deps;
    const worker = this.get(id);
    const { ms, fails } = nature.boot(kind);
    const open = { kind, from: this.now };
    const boots = { recent: worker.boots?.recent ?? [], open };
    const instanceId = worker.instanceId ?? `i-${id}`;
    this.boots += 1;
    meter.on(agenda.now);
    ledger.asked(id, agenda.now);
    const status = kind === 'launch' ? 'provisioning' : 'starting';
    this.#put({ ...worker, status, statusSince: this.now, service: 'unavailable', boots, instanceId });
    agenda.at(agenda.now + ms, () => (fails ? this.#fail(id) : this.#up(id, ms)));
  }

  /** Another launch of the same worker takes its place. */
  #fail(id: WorkerId): void {
    this.#off(id);
    const { boots: _, ...worker } = this.get(id);
    this.#put({ ...worker, status: 'pending', statusSince: this.now, instanceId: undefined });
    if (worker.desired === 'running') this.#boot(id, 'launch');
  }

  #up(id: WorkerId, ms: number): void {
    const worker = this.get(id);
    this.#deps.ledger.up(id, this.#deps.agenda.now);
    const { open, recent = [] } = worker.boots ?? {};
    const boots = { recent: [...(open ? [{ ...open, ms }] : []), ...recent].slice(0, keptBoots) };
    const since = this.now;
    const activity = { labs: 0, running: 0, byHand: 0 };
    this.#put({
      ...worker,
      status: 'running',
      service: 'available',
      statusSince: since,
      idleSince: since,
      boots,
      activity,
    });
    if (worker.desired === 'stopped') this.#stop(id);
    else this.#deps.onReady(this.get(id));
  }

  #stop(id: WorkerId): void {
    const { agenda, nature } = this.#deps;
    this.#off(id);
    this.#put({ ...this.get(id), status: 'stopping', statusSince: this.now, service: 'unavailable' });
    agenda.at(agenda.now + nature.stop(), () => {
      this.#put({ ...this.get(id), status: 'stopped', statusSince: this.now });
      if (this.get(id).desired === 'running') this.#wake(id);
    });
  }

  #off(id: WorkerId): void {
    const { agenda, meter, ledger } = this.#deps;
    meter.off(agenda.now);
    ledger.off(id, agenda.now);
  }

  #put(worker: Worker): void {
    this.workers = withWorker(this.workers, { ...worker, spec });
    this.#deps.onChange();
  }
}
