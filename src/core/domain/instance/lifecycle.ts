/** EC2's own words: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceState.html */
export const instanceStates = ['pending', 'running', 'stopping', 'stopped', 'shutting-down', 'terminated'] as const;
export type InstanceState = (typeof instanceStates)[number];

/**
 * What becomes of an instance that was found in the cloud and is no worker's: nothing, until somebody decides. `sought`
 * is one that an operator named before anybody had seen it.
 */
export const foundInstanceTransitions = {
  sought: ['undecided', 'gone'],
  undecided: ['ignored', 'adopted', 'terminating', 'gone'],
  ignored: ['undecided', 'adopted', 'terminating', 'gone'],
  adopted: ['undecided', 'gone'],
  terminating: ['gone'],
  gone: ['undecided', 'sought'],
} as const satisfies Record<string, readonly string[]>;

export type FoundInstanceStatus = keyof typeof foundInstanceTransitions;

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of the table are its statuses
export const foundInstanceStatuses = Object.keys(foundInstanceTransitions) as FoundInstanceStatus[];

/** In which states each decision of a person is allowed. */
const allowedIn = {
  seek: ['gone'],
  adopt: ['undecided', 'ignored'],
  terminate: ['undecided', 'ignored'],
  ignore: ['undecided'],
  unignore: ['ignored'],
} as const satisfies Record<string, readonly FoundInstanceStatus[]>;

export type FoundInstanceAction = keyof typeof allowedIn;

export function foundInstanceCan(
  action: FoundInstanceAction,
  { status }: { readonly status: FoundInstanceStatus },
): boolean {
  const statuses: readonly FoundInstanceStatus[] = allowedIn[action];
  return statuses.includes(status);
}
