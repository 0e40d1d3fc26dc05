import type { Ec2Model } from '@lcm/aws-simulator/model/ec2-model';
import type { FoundInstance } from '@lcm/core/domain/instance';
import type { Worker } from '@lcm/core/domain/worker';
import type { Stranger } from '../fleet/stranger.ts';
import type { Auditor, InstanceStep, WorkerStep } from './auditor.ts';

/** What has to be known to tell whose an instance is. */
interface Surroundings {
  readonly auditor: Auditor;
  readonly ec2: Ec2Model;
  readonly strangers: ReadonlyMap<string, Stranger>;
}

/** I3 and I12 of instances, as it happens: whose each is, what is said of it, and who may end it. */
export class Custody {
  readonly #world: Surroundings;

  constructor(world: Surroundings) {
    this.#world = world;
  }

  /** No instance is the host of two workers, and none that lives is given up as gone. */
  workerMoved({ after, commit }: WorkerStep): void {
    const { auditor } = this.#world;
    const { instanceId, status } = after;
    if (instanceId === undefined) return;
    const others = [...auditor.workers.values()].filter((one) => one.id !== after.id && holds(one, instanceId));
    if (holds(after, instanceId))
      for (const { id } of others) auditor.report('I3', `${instanceId} is the host of ${id} and of ${after.id}`);
    const isGivenUp = status === 'terminated' || commit.events.some(saysNotThere);
    if (isGivenUp && others.length === 0 && this.#lives(instanceId))
      auditor.report('I3', `${after.id} is ${status} as if ${instanceId} were gone, and that lives`);
  }

  /** What was found is not said to be gone while it is there and nobody's. */
  foundMoved({ before, after }: InstanceStep): void {
    const { auditor } = this.#world;
    const { instanceId, status, reason } = after;
    if (status !== 'gone' || before === undefined || before.status === 'gone' || !this.#lives(instanceId)) return;
    if ([...auditor.workers.values()].some((worker) => holds(worker, instanceId))) return;
    auditor.report('I3', `${instanceId} lives, is nobody’s, and is said to be gone: ${reason}`);
  }

  /** Right before an instance is ended: what somebody else launched is ended because a person said so. */
  ended(instance: string): void {
    const { auditor, strangers } = this.#world;
    if (!strangers.has(instance)) return;
    const isOrdered =
      [...auditor.instances.values()].some((found) => isToEnd(found, instance)) ||
      [...auditor.workers.values()].some((worker) => isToEndWith(worker, instance));
    if (!isOrdered) auditor.report('I12', `${instance}, which somebody else launched, is ended and nobody said so`);
  }

  #lives(instance: string): boolean {
    return this.#world.ec2.truth.some(({ id, state }) => id === instance && lasting.includes(state));
  }
}

export const lasting: readonly string[] = ['pending', 'running', 'stopping', 'stopped'];

function holds({ instanceId, status }: Worker, instance: string): boolean {
  return instanceId === instance && status !== 'terminated';
}

/** By its words: other launches fail while their instance is there, and end it. */
function saysNotThere(event: { readonly type: string; readonly [name: string]: unknown }): boolean {
  return event.type === 'WorkerLaunchFailed' && String(event['reason']).includes('is not there any more');
}

/** What was ordered stays so: an order may be carried out late, and its record have gone on meanwhile. */
function isToEnd({ instanceId, status, decidedBy }: FoundInstance, instance: string): boolean {
  return instanceId === instance && status === 'terminating' && decidedBy !== undefined;
}

function isToEndWith({ instanceId, desired, desiredCause }: Worker, instance: string): boolean {
  return instanceId === instance && desired === 'terminated' && desiredCause === undefined;
}
