import type { WorkerView } from '@lcm/core/contracts/worker';
import { impairedSince, type WorkerId } from '@lcm/core/domain/worker';
import { type Instant, instant } from '@lcm/core/kernel';
import type { Situation } from './situation.ts';

/** Whoever was given up on so lately may have looked dead for the same reason as those who look so now. */
const sameCauseMs = 30 * 60_000;
const fewest = 3;
const share = 1 / 5;

/** Rather we do not see them than they are all dead. */
export function tooManyAtOnce({ hosts, dead }: { readonly hosts: number; readonly dead: number }): boolean {
  return dead >= fewest && dead > hosts * share;
}

const ended: readonly WorkerView['status'][] = ['pending', 'failed', 'terminating', 'terminated'];

/** Whether there should be a host, and nobody but its own silence says that there is none. */
export function looksDead({ worker, seen, at, settings }: Omit<Situation, 'held'>): boolean {
  if (!isHost(worker)) return false;
  if (seen.instance === undefined) return true;
  if (seen.instance.state !== 'running') return false;
  return impairedSince(worker) !== undefined || isSilent({ worker, seen, at, settings });
}

function isSilent({ worker, seen, at, settings }: Omit<Situation, 'held'>): boolean {
  if (seen.cml?.up !== false) return false;
  // One that has never answered may still be booting, and one that has long been known as broken is no news.
  if (worker.service === 'available') return true;
  return worker.service !== 'error' && at - worker.statusSince > settings.serviceDeadlineMs / 2;
}

function isHost({ status, instanceId }: WorkerView): boolean {
  return instanceId !== undefined && !ended.includes(status);
}

/**
 * Hosts do not die by the dozen: when more than a fifth of them look dead at once it is our sight that fails, or a cloud
 * that will come back. Nothing is done about them then. It remembers in the leader only; a successor first sees everybody
 * once before it believes anybody dead.
 */
export class Breaker {
  readonly #hosts = new Map<WorkerId, boolean>();
  readonly #givenUp = new Map<WorkerId, Instant>();
  #heldAt: Instant | undefined;

  /** Notes what a look has shown. Answers why nothing may be done about one that looks dead; undefined when it may. */
  look(situation: Omit<Situation, 'held'>): string | undefined {
    const { worker, at } = situation;
    const dead = looksDead(situation);
    if (isHost(worker)) this.#hosts.set(worker.id, dead);
    else this.#hosts.delete(worker.id);
    this.#forgetOld(at);
    if (!dead) return undefined;
    const count = this.#count();
    if (!tooManyAtOnce(count)) return undefined;
    this.#heldAt = at;
    return `${count.dead} of ${count.hosts} hosts look dead at once: nothing is done about them before that is over`;
  }

  gaveUp(id: WorkerId, at: Instant): void {
    this.#givenUp.set(id, at);
  }

  forget(id: WorkerId): void {
    this.#hosts.delete(id);
  }

  #count(): { readonly hosts: number; readonly dead: number } {
    const silent = [...this.#hosts].filter(([, dead]) => dead).map(([id]) => id);
    const dead = new Set([...silent, ...this.#givenUp.keys()]);
    return { hosts: new Set([...this.#hosts.keys(), ...dead]).size, dead: dead.size };
  }

  /** As long as anything is held back, those given up before count as part of it. */
  #forgetOld(at: Instant): void {
    for (const [id, gaveUpAt] of this.#givenUp) {
      const since = instant(Math.max(gaveUpAt, this.#heldAt ?? 0));
      if (at - since > sameCauseMs) this.#givenUp.delete(id);
    }
  }
}
