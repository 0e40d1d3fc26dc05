import { InstancesError } from '@lcm/core/ports/instances';
import { again, type Next } from '@lcm/core/reconcile';
import { type Hand, stateChanged } from './hand.ts';
import { alignmentKey } from './plan-alignment.ts';
import type { Step } from './step.ts';

type StepOf<Kind extends Step['do']> = Extract<Step, { do: Kind }>;

/** All of it is safe to repeat: what an answer that was lost has done is seen on the instance. */
export async function align(hand: Hand, step: StepOf<'tag' | 'untag' | 'monitor'>): Promise<Next> {
  const { deps, worker, memory } = hand;
  memory.note(worker, { aligned: { what: alignmentKey(step), at: deps.clock.now() } });
  const { region } = worker.spec;
  switch (step.do) {
    case 'tag':
      return tag(hand, step);
    case 'untag':
      await deps.instances.untag(region, step.instance, step.keys);
      return again(deps.settings.busyPollMs, `${step.instance} has lost ${step.keys.join(', ')}`);
    case 'monitor':
      await deps.instances.monitor(region, step.instance, step.detailed);
      return again(
        deps.settings.busyPollMs,
        `${step.instance} is measured every ${step.detailed ? '' : 'five '}minutes`,
      );
  }
}

async function tag({ deps, worker, tell }: Hand, step: StepOf<'tag'>): Promise<Next> {
  try {
    await deps.instances.tag(worker.spec.region, step.instance, step.tags);
  } catch (error) {
    if (!isRefused(error) || !isWanted(worker, step)) throw error;
    await tell({ type: 'tags-refused', launch: worker.launch, reason: error.message });
    return stateChanged;
  }
  return again(deps.settings.busyPollMs, `${step.instance} was given tags of its worker`);
}

function isRefused(error: unknown): error is InstancesError {
  return error instanceof InstancesError && (error.code === 'tag-limit' || error.code === 'invalid-parameter');
}

/** By an operator, not by us. */
function isWanted({ tags = {} }: Hand['worker'], step: StepOf<'tag'>): boolean {
  return Object.keys(step.tags).some((key) => Object.hasOwn(tags, key));
}
