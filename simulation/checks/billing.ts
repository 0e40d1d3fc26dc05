import type { Ec2Instance } from '@lcm/aws-simulator/model/instance';
import { spentBy, type Worker } from '@lcm/core/domain/worker';
import type { Clock, Instant } from '@lcm/core/kernel';
import type { Auditor } from './auditor.ts';

interface Meter {
  readonly runsSince: number | undefined;
  readonly ranMs: number;
}

/** Of one worker: what its account says, and what EC2 has billed for all of its instances. */
interface Reading {
  readonly accountedMs: number;
  readonly billedMs: number;
  readonly starts: number;
}

const minute = 60_000;
const nothingYet: Reading = { accountedMs: 0, billedMs: 0, starts: 0 };

/**
 * How far an account may be off: for each start and launch in a week of faults, in which nobody looks for long, and
 * for a host that is started only to give its licence back.
 */
const roughMs = 30 * minute;
/** Without faults, for each start; and for a host that boots once more, or runs on, only to give its licence back. */
const calmMs = 3 * minute;
const returnMs = 20 * minute;

/** What EC2 bills: how long each instance ran, by the cloud's own truth; no worker's account says otherwise. */
export class Billing {
  readonly #auditor: Auditor;
  readonly #clock: Clock;
  readonly #meters = new Map<string, Meter>();
  readonly #atCalm = new Map<string, Reading>();

  constructor({ auditor, clock }: { readonly auditor: Auditor; readonly clock: Clock }) {
    this.#auditor = auditor;
    this.#clock = clock;
  }

  /** Exact when it is called before whatever is asked of an instance. */
  look(truth: readonly Ec2Instance[]): void {
    for (const { id, state, stateSince } of truth) {
      const { runsSince, ranMs } = this.#meters.get(id) ?? { runsSince: undefined, ranMs: 0 };
      if (state === 'running' && runsSince === undefined) this.#meters.set(id, { runsSince: stateSince, ranMs });
      else if (state !== 'running' && runsSince !== undefined)
        this.#meters.set(id, { runsSince: undefined, ranMs: ranMs + stateSince - runsSince });
    }
  }

  /** From now on nothing goes wrong. */
  calm(): void {
    for (const worker of this.#counted) this.#atCalm.set(worker.id, this.#read(worker));
  }

  /** Of all hosts that there ever were, whoever launched them. */
  get hostMinutes(): number {
    const now = this.#clock.now();
    return Math.round([...this.#meters.keys()].reduce((sum, id) => sum + this.#ranMs(id, now), 0) / minute);
  }

  check(): void {
    for (const worker of this.#counted) {
      const [before, now] = [this.#atCalm.get(worker.id) ?? nothingYet, this.#read(worker)];
      const offMs = now.accountedMs - now.billedMs;
      const all = { under: roughMs, over: roughMs, times: now.starts + worker.launch };
      const sinceMs = offMs - (before.accountedMs - before.billedMs);
      const since = { under: returnMs, over: calmMs, times: 1 + now.starts - before.starts };
      if (this.#isOff(offMs, all) || this.#isOff(sinceMs, since)) this.#auditor.report('cost', wordsOf(worker, now));
    }
  }

  #isOff(offMs: number, { under, over, times }: { under: number; over: number; times: number }): boolean {
    return offMs < -under * times || offMs > over * times;
  }

  /** What ran before it was adopted is another's bill. */
  get #counted(): readonly Worker[] {
    return [...this.#auditor.workers.values()].filter(({ origin }) => origin === 'created' || origin === 'planned');
  }

  #read(worker: Worker): Reading {
    const now = this.#clock.now();
    const instances = [...(this.#auditor.instancesOf.get(worker.id) ?? [])];
    const billedMs = instances.reduce((sum, id) => sum + this.#ranMs(id, now), 0);
    return { accountedMs: accountedMs(worker, now), billedMs, starts: worker.cost?.starts ?? 0 };
  }

  #ranMs(instance: string, now: Instant): number {
    const { runsSince, ranMs } = this.#meters.get(instance) ?? { runsSince: undefined, ranMs: 0 };
    return ranMs + (runsSince === undefined ? 0 : now - runsSince);
  }
}

function accountedMs({ cost, spec }: Worker, now: Instant): number {
  const months = cost === undefined ? [] : Object.values(spentBy(cost, spec, now));
  return months.reduce((sum, { ranMs }) => sum + ranMs, 0);
}

function wordsOf({ id, status }: Worker, { accountedMs: accounted, billedMs, starts }: Reading): string {
  const [says, was] = [accounted, billedMs].map((ms) => Math.round(ms / minute));
  return `${id}, ${status}, has ${says} min in its account, EC2 billed ${was} min in ${starts} starts`;
}
