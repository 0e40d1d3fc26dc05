import { toInstancesError } from '@lcm/core/adapters/instances/ec2-mapping';
import type { Clock } from '@lcm/core/kernel';
import { AnswerLostError, disturbed } from './disturbed.ts';
import { Ec2Error } from './model/ec2-error.ts';
import type { Ec2Model } from './model/ec2-model.ts';
import type { Call } from './model/faults.ts';

export interface DirectDeps {
  readonly model: Ec2Model;
  readonly clock: Clock;
}

/** One call as over the network, with its faults and refusals. @throws InstancesError */
export async function directCall<Answer>(
  { model, clock }: DirectDeps,
  call: Call,
  run: (model: Ec2Model) => Answer,
): Promise<Answer> {
  try {
    return await disturbed({ faults: model.faults, clock }, call, () => run(model));
  } catch (error) {
    throw toInstancesError(call.action, asSdkError(error));
  }
}

/** As the SDK throws it: the error's name is EC2's code. */
function asSdkError(error: unknown): unknown {
  if (error instanceof AnswerLostError) return Object.assign(new Error('socket hang up'), { name: 'TimeoutError' });
  if (!(error instanceof Ec2Error)) return error;
  const $metadata = { httpStatusCode: error.status };
  return Object.assign(new Error(error.message), { name: error.code, $metadata });
}
