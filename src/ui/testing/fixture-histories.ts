import type { Commit } from '../lib/views.ts';
import { labCommits } from './fixture-labs.ts';
import { sessionCommits } from './fixture-sessions.ts';
import { aCommit } from './fixtures.ts';

function told(
  now: number,
  of: { readonly stream: string; readonly operation: string },
  lines: readonly (readonly [minutes: number, ...Commit['events']])[],
): readonly Commit[] {
  return lines.map(([minutes, ...events], index) => ({
    ...aCommit(index + 1, events, new Date(now + minutes * 60_000).toISOString()),
    ...of,
  }));
}

export function workerCommits(now: number): readonly Commit[] {
  const refusal = { code: 'no-capacity', exception: 'EC2InsufficientCapacityException' };
  const noMetal = 'EC2 has no m5zn.metal left there: allow other zones or types in the template';
  const place = { number: 1, instanceType: 'm5zn.metal', zone: 'us-east-1b' };
  return told(now, { stream: 'worker/wkr_1', operation: 'ReportWorker' }, [
    [-60, { type: 'WorkerCreated', template: 'metal', reason: 'created by Ada' }],
    [
      -20,
      { type: 'WorkerLaunchFailed', launch: 1, reason: noMetal, refusal },
      { type: 'WorkerLaunchPlaced', launch: 2, place, reason: 'no capacity elsewhere' },
      { type: 'WorkerInstanceAssigned', launch: 2, instanceId: 'i-0123456789abcdef0' },
    ],
    [-10, { type: 'WorkerStatusChanged', to: 'provisioning', reason: 'asked EC2' }],
    [-3, { type: 'WorkerStatusChanged', to: 'starting', reason: 'EC2 is starting it' }],
  ]);
}

function definitionCommits(now: number): readonly Commit[] {
  return told(now, { stream: 'definition/def_1', operation: 'ChangeDefinition' }, [
    [-5000, { type: 'DefinitionCreated', title: 'Two sites over OSPF', version: '1.2' }],
    [-4990, { type: 'DefinitionStatusChanged', to: 'active', reason: 'checked' }],
  ]);
}

/** No fixture's own history: nothing is told of it that it does not show. */
const untold: readonly string[] = ['session/ses_3', 'session/ses_7', 'session/ses_35', 'session/ses_36'];

/** What was ever decided about one thing, by its address. */
export function historyOf(path: string, now: number): readonly Commit[] {
  const [kind = '', id = ''] = path.split('/').slice(-2);
  if (untold.includes(`${kind}/${id}`)) {
    return told(now, { stream: `${kind}/${id}`, operation: 'BookSession' }, [
      [-30, { type: 'SessionBooked', ownerId: 'otto', wanted: { durationMinutes: 60 } }],
    ]);
  }
  if (kind === 'session') return sessionCommits(now);
  if (kind === 'lab') return labCommits(now);
  return kind === 'definition' ? definitionCommits(now) : workerCommits(now);
}
