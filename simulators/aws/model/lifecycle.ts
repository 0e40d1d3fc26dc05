import type { CheckStatus, InstanceState } from '@lcm/core/ports/instances';

/** How an instance may move: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-lifecycle.html */
export const instanceTransitions = {
  pending: ['running', 'shutting-down', 'terminated'],
  running: ['stopping', 'shutting-down'],
  stopping: ['stopped', 'shutting-down'],
  stopped: ['pending', 'shutting-down'],
  'shutting-down': ['terminated'],
  terminated: [],
} as const satisfies Record<InstanceState, readonly InstanceState[]>;

type Verdict = 'change' | 'nothing' | 'refuse';

/** What an order does in each state: repeating one is no error, one that contradicts the present course is. */
export const verdicts = {
  start: {
    pending: 'nothing',
    running: 'nothing',
    stopping: 'refuse',
    stopped: 'change',
    'shutting-down': 'refuse',
    terminated: 'refuse',
  },
  stop: {
    pending: 'refuse',
    running: 'change',
    stopping: 'nothing',
    stopped: 'nothing',
    'shutting-down': 'refuse',
    terminated: 'refuse',
  },
  terminate: {
    pending: 'change',
    running: 'change',
    stopping: 'change',
    stopped: 'change',
    'shutting-down': 'nothing',
    terminated: 'nothing',
  },
} as const satisfies Record<string, Record<InstanceState, Verdict>>;
export type Order = keyof typeof verdicts;

export const stateReasons = {
  pending: 'pending',
  'Client.UserInitiatedShutdown': 'Client.UserInitiatedShutdown: User initiated shutdown',
  'Server.InternalError': 'Server.InternalError: EC2 could not start the instance',
} as const;
export type StateReason = keyof typeof stateReasons;

/** An instance is in this state from `at` on, until the next stage begins. */
export interface Stage {
  readonly at: number;
  readonly state: InstanceState;
  readonly reason?: StateReason | undefined;
}

/** What the future holds is written down when it is decided; what is, follows from the time it is asked. */
export function stageAt(course: readonly Stage[], now: number): Stage {
  const stage = course.findLast(({ at }) => at <= now) ?? course[0];
  if (stage === undefined) throw new Error('an instance without a course');
  return stage;
}

export interface CheckPlan {
  /** When they are through; before it they say `initializing`. */
  readonly at: number;
  readonly system: CheckStatus;
  readonly instance: CheckStatus;
}

export type Checks = Pick<CheckPlan, 'system' | 'instance'>;

export function checksAt(plan: CheckPlan, state: InstanceState, now: number): Checks {
  if (state !== 'running') return { system: 'not-applicable', instance: 'not-applicable' };
  if (now < plan.at) return { system: 'initializing', instance: 'initializing' };
  return { system: plan.system, instance: plan.instance };
}
