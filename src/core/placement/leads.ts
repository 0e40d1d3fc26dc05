import type { DefinitionId } from '../domain/definition/index.ts';
import type { BootKind, Worker, WorkerStatus } from '../domain/worker/index.ts';
import { type Instant, instant } from '../kernel/index.ts';
import { type HostKind, hostKindOf } from './learned.ts';
import type { PlacementSettings } from './settings.ts';

/** However quick or slow things were: within a quarter of what was said at first and four times of it. */
const floor = 1 / 4;
const ceiling = 4;

/** What is no boot and takes time too: to be asked, to be seen, a licence. In parts of what was said at first. */
const aside = 1 / 10;

/** What was learned, with room for what was not measured; else what was said at first. Whole milliseconds. */
function leadFrom(seedMs: number, learnedMs: number | undefined): number {
  if (learnedMs === undefined) return Math.ceil(seedMs);
  return Math.round(Math.min(Math.max(learnedMs + seedMs * aside, seedMs * floor), seedMs * ceiling));
}

/** How long before it is needed a host is asked for: what its kind has really taken, as soon as that is known. */
export function leadMs(kind: BootKind, host: HostKind, settings: PlacementSettings): number {
  const seed = kind === 'launch' ? settings.newLeadMs : settings.stoppedLeadMs;
  return leadFrom(seed, settings.learned?.hosts.get(hostKindOf(host))?.[kind]);
}

/** As much of a lab as says how long it takes. */
interface LabKind {
  readonly bootSeconds: number;
  readonly definitionId?: DefinitionId | undefined;
}

/** From the moment a lab can be imported until a candidate can use it. */
export function prepareMs(
  { bootSeconds, definitionId }: LabKind,
  { importMs, bootFactor, learned }: PlacementSettings,
): number {
  // Whole milliseconds: instants are compared for equality, and a fraction of one gets lost in their size.
  const seed = importMs + bootSeconds * 1000 * bootFactor;
  return leadFrom(seed, definitionId === undefined ? undefined : learned?.labs.get(definitionId));
}

/** Less than this is never promised of a host that still comes up: what it waited for so long may yet take a moment. */
const leastWaitMs = 10_000;

const needsLaunch: readonly WorkerStatus[] = ['pending', 'provisioning', 'failed'];
const comingUp: readonly WorkerStatus[] = ['provisioning', 'starting', 'running'];

/** When the worker can first take a lab, if it is asked for now. */
export function hostReadyAt(worker: Worker, now: Instant, settings: PlacementSettings): Instant {
  const { status, service } = worker;
  if (status === 'running' && service === 'available') return now;
  const { kind, since } = bootOf(worker, now);
  return instant(now + Math.max(leadMs(kind, worker, settings) - (now - since), leastWaitMs));
}

/** The boot that is under way, or the one that would begin now. */
function bootOf({ status, statusSince, boots }: Worker, now: Instant): { kind: BootKind; since: Instant } {
  if (boots?.open !== undefined) return { kind: boots.open.kind, since: boots.open.from };
  const kind = needsLaunch.includes(status) ? 'launch' : 'restart';
  return { kind, since: comingUp.includes(status) ? statusSince : now };
}

/** When a worker of that kind, which does not exist yet, could first take a lab. */
export function newHostReadyAt(kind: HostKind, now: Instant, settings: PlacementSettings): Instant {
  return instant(now + Math.max(leadMs('launch', kind, settings), leastWaitMs));
}
