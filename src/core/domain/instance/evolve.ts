import { unreachable } from '../../kernel/index.ts';
import type { FoundInstance, FoundInstanceEvent } from './found-instance.ts';
import type { FoundInstanceStatus } from './lifecycle.ts';

/** What is known of the instance after the event. It never refuses: what was committed has happened. */
export function evolveFoundInstance(found: FoundInstance | undefined, event: FoundInstanceEvent): FoundInstance {
  if (event.type === 'InstanceSought' || event.type === 'InstanceFound') return beheld(found, event);
  if (found === undefined) throw new Error(`${event.type} before InstanceFound`);
  switch (event.type) {
    case 'InstanceChanged':
      return { ...found, facts: event.facts, suspicion: event.suspicion };
    case 'InstanceIgnored':
      return { ...found, ...became('ignored', event) };
    case 'InstanceUnignored':
      return { ...found, ...became('undecided', event) };
    case 'InstanceTerminationAsked':
      return { ...found, ...became('terminating', event) };
    case 'InstanceAdopted':
      return {
        ...found,
        ...became('adopted', event),
        adoption: event.adoption,
        adoptions: found.adoptions + 1,
        wish: undefined,
      };
    case 'InstanceGone':
      return { ...found, ...became('gone', event), wish: undefined };
    default:
      return unreachable(event);
  }
}

type Beheld = Extract<FoundInstanceEvent, { type: 'InstanceSought' | 'InstanceFound' }>;

function beheld(found: FoundInstance | undefined, event: Beheld): FoundInstance {
  const { id, region, instanceId, at } = event;
  const known = { id, region, instanceId, adoptions: found?.adoptions ?? 0, foundAt: found?.foundAt ?? at };
  if (event.type === 'InstanceSought') {
    const { wish } = event;
    return { ...known, ...became('sought', { reason: wish.reason, by: wish.by, at }), wish };
  }
  return { ...known, ...became('undecided', event), facts: event.facts, suspicion: event.suspicion };
}

type Standing = Pick<FoundInstance, 'status' | 'statusSince' | 'reason' | 'decidedBy'>;

function became(
  status: FoundInstanceStatus,
  { reason, by, at }: { reason: string; by?: string; at: FoundInstance['statusSince'] },
): Standing {
  return { status, statusSince: at, reason, decidedBy: by };
}
