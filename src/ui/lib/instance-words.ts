import { type Actor, whyNot } from '@lcm/core/domain/access';
import { type FoundInstanceAction, foundInstanceCan, isEnding } from '@lcm/core/domain/instance';
import type { Attention } from './attention.ts';
import { plural } from './format.ts';
import { paths } from './paths.ts';
import type { FoundInstance } from './views.ts';

export type InstanceCommand = Exclude<FoundInstanceAction, 'seek'>;

interface InstanceOrder {
  readonly label: string;
  readonly consequence: string;
  readonly danger: boolean;
}

/** What people can decide on an instance that was found, and what it means. */
export const instanceOrders = {
  adopt: {
    label: 'Adopt',
    consequence:
      'It becomes a worker and takes sessions. From then on it is started, stopped when nobody uses it, licensed and ' +
      'tagged like any other. Its labs stay. It is ended only when somebody terminates the worker.',
    danger: false,
  },
  ignore: {
    label: 'Ignore',
    consequence: 'Nothing happens to it, and nobody is asked about it again. It goes on costing what it costs.',
    danger: false,
  },
  unignore: {
    label: 'Take back',
    consequence: 'It waits for a decision again. Nothing happens to it.',
    danger: false,
  },
  terminate: {
    label: 'Terminate',
    consequence:
      'The EC2 instance is destroyed with its disks and every lab on them. A CML licence that it holds is not given ' +
      'back: adopt it and terminate the worker where it may hold one. This cannot be undone.',
    danger: true,
  },
} as const satisfies Record<InstanceCommand, InstanceOrder>;

export function commandsForInstance({ status }: FoundInstance): readonly InstanceCommand[] {
  return ['adopt', status === 'ignored' ? 'unignore' : 'ignore', 'terminate'];
}

export function whyNotInstance(actor: Actor, command: InstanceCommand, found: FoundInstance): string | undefined {
  const access = whyNot(actor, 'worker:manage');
  if (access !== undefined) return access;
  if (!foundInstanceCan(command, found)) return `Not possible while it is ${found.status}`;
  const isGoing = command === 'adopt' && found.facts !== undefined && isEnding(found.facts);
  return isGoing ? 'EC2 is ending it' : undefined;
}

/** What its owner called it, where somebody did. */
export function instanceName({ instanceId, facts }: FoundInstance): string {
  return facts?.tags['Name'] || instanceId;
}

export const suspicionLabels = { foreign: 'Looks like a CML host', 'ours-orphaned': 'Ours, without a worker' } as const;

/** Those that wait for a decision, as one thing to look at: each costs money that nobody counts. */
export function instancesAttention(found: readonly FoundInstance[]): readonly Attention[] {
  const waiting = found.filter(({ status }) => status === 'undecided');
  const [first] = waiting;
  if (first === undefined) return [];
  const title = waiting.length === 1 ? instanceName(first) : plural(waiting.length, 'instance');
  const why = waiting.length === 1 ? first.reason : 'Found in the cloud, and no worker has them';
  return [{ id: first.id, title, why, href: paths.instances(), severity: 'warning' }];
}
