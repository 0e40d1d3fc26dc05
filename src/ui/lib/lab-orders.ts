import { type Actor, whyNot } from '@lcm/core/domain/access';
import type { LabOrder } from '@lcm/core/domain/lab';
import { plural } from './format.ts';
import type { LabCommand } from './lab-api.ts';
import { whyNotUse } from './lab-people.ts';
import { type LabAt, whyNotInLab } from './lab-words.ts';
import type { LabRecord } from './views.ts';

type Command = Exclude<LabCommand, 'retry' | 'settle-ports'>;

interface Order {
  readonly label: string;
  readonly permission: 'lab:operate' | 'lab:manage';
  readonly consequence: string;
  readonly danger: boolean;
}

/** What people can tell a lab to do, what it means, and who may. */
export const labOrders = {
  start: {
    label: 'Start',
    permission: 'lab:operate',
    consequence: 'Its nodes boot, and take cores, memory and licensed nodes of the worker until it is stopped.',
    danger: false,
  },
  stop: {
    label: 'Stop',
    permission: 'lab:operate',
    consequence: 'Its nodes are switched off; whoever works on them is cut off. What is on their disks stays.',
    danger: true,
  },
  wipe: {
    label: 'Wipe',
    permission: 'lab:operate',
    consequence:
      'What its nodes have on their disks is destroyed: what was configured and not exported, keys, logs. The topology ' +
      'stays. This cannot be undone.',
    danger: true,
  },
  archive: {
    label: 'Archive',
    permission: 'lab:manage',
    consequence:
      'The configurations of its nodes are read and kept with the topology. Then the lab is stopped, wiped and deleted.',
    danger: true,
  },
  delete: {
    label: 'Delete',
    permission: 'lab:manage',
    consequence:
      'It is stopped, wiped and deleted. The record stays, with the topologies that were seen; what its nodes have on ' +
      'their disks is destroyed. This cannot be undone.',
    danger: true,
  },
} as const satisfies Record<Command, Order>;

export const labCommands = ['start', 'stop', 'wipe', 'archive', 'delete'] as const satisfies readonly Command[];

/** Why the viewer cannot give this order now; undefined when they can. */
export function whyNotLab(actor: Actor, command: Command, at: LabAt): string | undefined {
  return whyNotAllowed(actor, command, at.lab) ?? whyNotInLab(command, at);
}

/** What whoever has a lab to operate may tell it as well. */
export const forWhoHasIt: readonly string[] = ['start', 'stop'];

function whyNotAllowed(actor: Actor, command: Command, lab: LabRecord): string | undefined {
  return forWhoHasIt.includes(command) ? whyNotUse(actor, lab) : whyNot(actor, labOrders[command].permission);
}

export function whyNotClone(actor: Actor, at: LabAt): string | undefined {
  return whyNot(actor, 'lab:operate') ?? whyNotInLab('clone', at);
}

/** What failed is repeated by whoever may ask for it. */
export function whyNotRetry(actor: Actor, at: LabAt): string | undefined {
  const { failure } = at.lab;
  if (failure === undefined) return whyNot(actor, 'lab:operate') ?? 'Nothing has failed';
  const again: LabOrder = failure.action;
  const permission = isListed(failure.action) ? labOrders[failure.action].permission : 'lab:operate';
  return whyNot(actor, permission) ?? whyNotInLab(again, at);
}

function isListed(action: LabOrder): action is Command {
  return Object.hasOwn(labOrders, action);
}

/** What the order would meet. */
export function labImpact({ facts, status }: LabRecord): string {
  const { nodeCount, linkCount, ports } = facts;
  const size = `${plural(nodeCount, 'node')} and ${plural(linkCount, 'link')}`;
  const doors = ports.length === 0 ? '' : ` It holds ${plural(ports.length, 'port')} of its host.`;
  return `It is ${status} and has ${size}.${doors}`;
}
