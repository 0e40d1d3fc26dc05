import { logNormal, type Random } from '@lcm/core/kernel';
import type { BootOutcome, InstanceType } from './catalog.ts';
import type { CheckPlan, Stage, StateReason } from './lifecycle.ts';
import { type Durations, type Ec2Settings, metalDurations, snapshotDuration, virtualDurations } from './settings.ts';

interface Course {
  readonly course: readonly Stage[];
  readonly checks: CheckPlan;
}

/** A time that never comes, in a form that survives JSON. */
const never = Number.MAX_SAFE_INTEGER;
const noChecks: CheckPlan = { at: never, system: 'not-applicable', instance: 'not-applicable' };

/** Draws how long things take and writes down what an instance will go through from now on. */
export class Courses {
  readonly #random: Random;
  readonly #settings: Ec2Settings;

  constructor(random: Random, settings: Ec2Settings) {
    this.#random = random;
    this.#settings = settings;
  }

  boot(type: InstanceType, now: number, wished: BootOutcome | undefined): Course {
    const upAt = now + this.#draw(type, 'boot');
    const checkedAt = upAt + this.#draw(type, 'checks');
    // Always drawn, so that a wished outcome does not shift what later instances draw.
    const isUnlucky = this.#random.next() < this.#settings.failingLaunches;
    const outcome = wished ?? (isUnlucky ? 'dies' : 'well');
    const pending: Stage = { at: now, state: 'pending', reason: 'pending' };
    if (outcome === 'stuck') return { course: [pending], checks: noChecks };
    if (outcome === 'dies') {
      return { course: [pending, { at: upAt, state: 'terminated', reason: 'Server.InternalError' }], checks: noChecks };
    }
    const instance = outcome === 'impaired' ? 'impaired' : 'ok';
    return { course: [pending, { at: upAt, state: 'running' }], checks: { at: checkedAt, system: 'ok', instance } };
  }

  stop(type: InstanceType, now: number): Course {
    const reason: StateReason = 'Client.UserInitiatedShutdown';
    const stoppedAt = now + this.#draw(type, 'stop');
    const course: readonly Stage[] = [
      { at: now, state: 'stopping', reason },
      { at: stoppedAt, state: 'stopped', reason },
    ];
    return { course, checks: noChecks };
  }

  terminate(type: InstanceType, now: number, reason: StateReason): Course {
    const goneAt = now + this.#draw(type, 'terminate');
    const course: readonly Stage[] = [
      { at: now, state: 'shutting-down', reason },
      { at: goneAt, state: 'terminated', reason },
    ];
    return { course, checks: noChecks };
  }

  /** How long a snapshot takes to be complete. */
  snapshot(): number {
    const { medianMs, sigma } = snapshotDuration;
    return Math.ceil(logNormal(this.#random, medianMs, sigma) / this.#settings.speed);
  }

  lag(): number {
    const { medianMs, sigma } = this.#settings.readLag;
    return logNormal(this.#random, medianMs, sigma);
  }

  #draw(type: InstanceType, what: keyof Durations): number {
    const { medianMs, sigma } = (type.metal ? metalDurations : virtualDurations)[what];
    return Math.ceil(logNormal(this.#random, medianMs, sigma) / this.#settings.speed);
  }
}
