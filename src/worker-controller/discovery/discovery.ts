import type { FoundInstanceView } from '@lcm/core/contracts/instance';
import type { Fence } from '@lcm/core/contracts/primitives';
import type { WorkerView } from '@lcm/core/contracts/worker';
import { effectiveSettings, settingsId } from '@lcm/core/domain/settings';
import type { Clock, Instant } from '@lcm/core/kernel';
import type { ControlPlane } from '@lcm/core/ports/control-plane';
import { type Instances, InstancesError } from '@lcm/core/ports/instances';
import type { JobResult, JobWork } from '@lcm/core/reconcile';
import { judgeRegion, type RegionReport } from './judge-region.ts';
import { lookAtRegion, type RegionSight, withKnown } from './look-at-region.ts';

export interface DiscoveryDeps {
  readonly controlPlane: ControlPlane;
  readonly instances: Pick<Instances, 'images' | 'list'>;
  readonly clock: Clock;
  readonly fence: () => Fence;
  /** How long EC2's reads may lag behind before "not seen" means "gone". */
  readonly readLagMs: number;
  /** Instead of the job's own interval. */
  readonly everyMs?: number | undefined;
}

/** Where and by which names of images it looks in one round. */
interface Aim {
  readonly regions: readonly string[];
  readonly imagePatterns: readonly string[];
}

interface Records {
  readonly seats: readonly WorkerView[];
  readonly known: readonly FoundInstanceView[];
}

interface Tally {
  readonly looked: number;
  readonly fresh: number;
  readonly gone: number;
}

/** Looks through every region for instances that no worker has, and says what it found. */
export function discovery(deps: DiscoveryDeps): JobWork {
  return { run: new Round(deps).run, everyMs: deps.everyMs };
}

class Round {
  readonly #deps: DiscoveryDeps;
  /** By region and id. Losing it costs patience, never correctness. */
  readonly #missingSince = new Map<string, Instant>();

  constructor(deps: DiscoveryDeps) {
    this.#deps = deps;
  }

  /** @throws Error when not one region could be looked at */
  readonly run = async (signal: AbortSignal): Promise<JobResult> => {
    const aim = await this.#aim();
    const regions = regionsOf(aim, await this.#records());
    const tallies: Tally[] = [];
    const failures: string[] = [];
    for (const region of regions) {
      if (signal.aborted) break;
      const tally = await this.#regionOrFailure(region, aim);
      if (typeof tally === 'string') failures.push(tally);
      else tallies.push(tally);
    }
    if (tallies.length === 0 && failures.length > 0) throw new Error(failures.join('; '));
    return resultOf(tallies, failures);
  };

  /** What one region fails with does not keep the others from being looked at. */
  async #regionOrFailure(region: string, aim: Aim): Promise<Tally | string> {
    try {
      return await this.#region(region, aim);
    } catch (error) {
      if (error instanceof InstancesError) return `${region} could not be looked at: ${error.message}`;
      throw error;
    }
  }

  async #region(region: string, { imagePatterns }: Aim): Promise<Tally> {
    const { instances, clock, readLagMs } = this.#deps;
    const at = clock.now();
    const first = await lookAtRegion(instances, region, imagePatterns);
    const { seats, known: all } = await this.#records();
    const known = all.filter((one) => one.region === region && one.status !== 'gone');
    const sight = await withKnown(
      instances,
      first,
      known.map(({ instanceId }) => instanceId),
    );
    const missingSince = this.#missing(sight, known);
    const report = judgeRegion({ sight, seats, known, imagePatterns, at, readLagMs, missingSince });
    await this.#tell(region, report);
    const fresh = report.instances.filter(({ instanceId }) => !known.some((one) => one.instanceId === instanceId));
    return { looked: first.instances.size, fresh: fresh.length, gone: report.gone.length };
  }

  async #aim(): Promise<Aim> {
    const settings = effectiveSettings(await this.#deps.controlPlane.get('settings', settingsId));
    return { regions: settings['discovery.regions'], imagePatterns: settings['discovery.imageNames'] };
  }

  async #records(): Promise<Records> {
    const { controlPlane } = this.#deps;
    const [seats, known] = await Promise.all([controlPlane.list('worker'), controlPlane.list('instance')]);
    return { seats, known };
  }

  #missing({ region, instances }: RegionSight, known: Records['known']): ReadonlyMap<string, Instant> {
    const missing = new Map<string, Instant>();
    for (const { instanceId } of known) {
      const key = `${region}/${instanceId}`;
      if (instances.has(instanceId)) this.#missingSince.delete(key);
      else {
        const since = this.#missingSince.get(key) ?? this.#deps.clock.now();
        this.#missingSince.set(key, since);
        missing.set(instanceId, since);
      }
    }
    return missing;
  }

  async #tell(region: string, report: RegionReport): Promise<void> {
    if (report.instances.length === 0 && report.gone.length === 0) return;
    const options = { fence: this.#deps.fence(), correlationId: 'job/discovery' };
    const told = await this.#deps.controlPlane.send('ReportInstances', { region, ...report }, options);
    if (!told.ok) throw new Error(`what was found in ${region} was refused: ${told.rejection.message}`);
  }
}

/** Those that are configured, and every other in which something of ours is or was found. */
function regionsOf({ regions }: Aim, { seats, known }: Records): readonly string[] {
  const ofWorkers = seats.filter(({ status }) => status !== 'terminated').map(({ spec }) => spec.region);
  const ofFound = known.filter(({ status }) => status !== 'gone').map(({ region }) => region);
  return [...new Set([...regions, ...ofWorkers, ...ofFound])].toSorted();
}

function resultOf(tallies: readonly Tally[], failures: readonly string[]): JobResult {
  const [looked, fresh, gone] = [sum(tallies, 'looked'), sum(tallies, 'fresh'), sum(tallies, 'gone')];
  const news = [...(fresh > 0 ? [`${fresh} without a worker new`] : []), ...(gone > 0 ? [`${gone} gone`] : [])];
  const found = `${counted(tallies.length, 'region')}, ${counted(looked, 'instance')}, ${news.join(', ') || 'nothing new'}`;
  return { summary: [found, ...failures].join('; '), news: news.length > 0 };
}

function sum(tallies: readonly Tally[], field: keyof Tally): number {
  return tallies.reduce((total, tally) => total + tally[field], 0);
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
