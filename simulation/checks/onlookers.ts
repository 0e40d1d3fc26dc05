import type { LiveFeed } from '@lcm/control-plane-api/application/live-feed';
import type { Actor } from '@lcm/core/domain/access';
import { candidates } from '../exams/bookings.ts';
import type { Host } from '../host.ts';
import type { PlantedBug } from '../planted/bug.ts';
import { NoAnswerError } from '../process/process.ts';
import type { SimWorld } from '../sim-world.ts';
import { Frames } from './frames.ts';
import { Reader } from './reader.ts';

const hour = 3_600_000;

const staff: readonly Actor[] = [
  { id: 'ada', name: 'Ada Admin', roles: ['admin'] },
  { id: 'max', name: 'Max Manager', roles: ['manager'], department: 'operations' },
  { id: 'lea', name: 'Lea Author', roles: ['lab-author'] },
];

/** People of every role who only watch. */
export function readersOf(world: SimWorld, host: Host, bug: PlantedBug | undefined): readonly Reader[] {
  const feedOf = (feed: LiveFeed): LiveFeed => bug?.plant.feed?.(feed) ?? feed;
  const shared = { world, planes: host.planes, feedOf, frames: new Frames() };
  return [...staff, ...candidates.slice(0, 2)].map((actor) => new Reader({ ...shared, actor }));
}

/** What a candidate must never be allowed, on things that are not theirs. */
const forbidden: readonly ((target: Target) => readonly [string, object])[] = [
  ({ worker }) => ['TerminateWorker', { workerId: worker }],
  ({ worker }) => ['StopWorker', { workerId: worker }],
  ({ session }) => ['TerminateSession', { sessionId: session }],
  ({ session }) => ['GetSession', { sessionId: session }],
  ({ session }) => ['GetEvidence', { sessionId: session }],
  ({ session }) => ['GetHistory', { kind: 'session', id: session }],
  () => ['ListAudit', {}],
  () => ['ListViews', { kind: 'session' }],
];

interface Target {
  readonly worker: string;
  readonly session: string;
}

/** I12: a candidate who tries doors. None opens. */
export async function tryDoors(world: SimWorld, host: Host, going: () => boolean): Promise<void> {
  const { clock, network, auditor } = world;
  while (going()) {
    await clock.sleep(network.next() * 6 * hour);
    const [intruder] = candidates;
    const session = [...auditor.sessions.values()].findLast(({ ownerId }) => ownerId !== intruder?.id);
    const worker = [...auditor.workers.keys()].at(-1);
    const door = forbidden[Math.floor(network.next() * forbidden.length)];
    if (intruder === undefined || door === undefined || session === undefined || worker === undefined) continue;
    const [operation, input] = door({ session: session.id, worker });
    if (await opens(host, operation, { input, intruder })) auditor.report('I12', `${operation} let ${intruder.id} in`);
  }
}

async function opens(host: Host, operation: string, of: { input: object; intruder: Actor }): Promise<boolean> {
  try {
    return (await host.call(operation, of.input, of.intruder)).ok;
  } catch (error) {
    if (error instanceof NoAnswerError) return false;
    throw error;
  }
}
