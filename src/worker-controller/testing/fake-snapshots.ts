import { type Clock, instant } from '@lcm/core/kernel';
import { InstancesError } from '@lcm/core/ports/instances';
import {
  type SeenSnapshot,
  type SnapshotId,
  type SnapshotRequest,
  type SnapshotsQuery,
  snapshotId,
  type VolumeSnapshots,
} from '@lcm/core/ports/volume-snapshots';

/** What goes wrong next. */
export type SnapshotFault =
  | 'refused'
  | 'refused-for-good'
  | 'answer-lost'
  | 'lagging-read'
  | 'blind'
  | 'copy-fails'
  | 'copy-hangs'
  | 'deleted-by-hand'
  | 'kept'
  | 'region-down';

export const copyMs = 20 * 60_000;
/** Shorter than the time in which EC2 takes no second snapshot of a disk: else nothing could keep the two apart. */
const lagMs = 10_000;
const sameDiskMs = 15_000;

interface Kept {
  readonly seen: SeenSnapshot;
  readonly instance: string;
  readonly end: 'completes' | 'fails' | 'hangs';
}

/** EC2's snapshots, as fast as the clock is stepped. */
export class FakeSnapshots implements VolumeSnapshots {
  readonly #clock: Clock;
  readonly #faults = new Set<SnapshotFault>();
  #kept: readonly Kept[] = [];
  #blindUntil = 0;
  #lagsUntil = 0;
  #made = 0;
  /** What changed something, in order. */
  readonly effects: string[] = [];
  readonly images = new Set<string>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  failNext(fault: SnapshotFault): void {
    if (fault === 'blind') this.#blindUntil = this.#clock.now() + lagMs;
    else if (fault === 'lagging-read') this.#lagsUntil = this.#clock.now() + lagMs;
    else if (fault === 'deleted-by-hand') this.#kept = this.#kept.slice(1);
    else this.#faults.add(fault);
  }

  calm(): void {
    this.#faults.clear();
    this.#blindUntil = 0;
    this.#lagsUntil = 0;
  }

  get all(): readonly SeenSnapshot[] {
    return this.#kept.map((kept) => this.#seen(kept));
  }

  async create(request: SnapshotRequest): Promise<SeenSnapshot> {
    this.#throwOn('refused', 'unavailable');
    this.#throwOn('refused-for-good', 'quota-exceeded');
    const [known] = await this.list(request);
    const seen = known ?? this.#begin(request);
    this.#throwOn('answer-lost', 'unavailable');
    return seen;
  }

  async list({ region, key, ids }: Pick<SnapshotsQuery, 'ids' | 'key' | 'region'>): Promise<readonly SeenSnapshot[]> {
    this.#throwOn('region-down', 'unavailable');
    if (this.#clock.now() < this.#blindUntil) return [];
    const shownUntil = this.#clock.now() - (this.#clock.now() < this.#lagsUntil ? lagMs : 0);
    return this.all
      .filter(({ startedAt }) => startedAt <= shownUntil)
      .filter((one) => one.region === region && (key === undefined || one.key === key))
      .filter(({ id }) => ids === undefined || ids.includes(id));
  }

  async bootImage(region: string, id: SnapshotId): Promise<string> {
    const [found] = await this.list({ region, ids: [id] });
    if (found === undefined) throw new InstancesError('not-found', `there is no ${id}`);
    if (found.state !== 'completed') throw new InstancesError('wrong-state', `${id} is ${found.state}`);
    const image = `ami-${id.slice(5)}`;
    this.images.add(image);
    this.#throwOn('answer-lost', 'unavailable');
    return image;
  }

  async remove(_region: string, id: SnapshotId): Promise<void> {
    this.#throwOn('refused', 'unavailable');
    this.#throwOn('kept', 'wrong-state');
    this.images.delete(`ami-${id.slice(5)}`);
    if (this.#kept.some(({ seen }) => seen.id === id)) this.effects.push(`remove ${id}`);
    this.#kept = this.#kept.filter(({ seen }) => seen.id !== id);
    this.#throwOn('answer-lost', 'unavailable');
  }

  #begin({ region, key, instance, description, tags }: SnapshotRequest): SeenSnapshot {
    const startedAt = this.#clock.now();
    if (this.#kept.some((one) => one.instance === instance && startedAt - one.seen.startedAt < sameDiskMs)) {
      throw new InstancesError('throttled', 'SnapshotCreationPerVolumeRateExceeded');
    }
    this.#made += 1;
    const id = snapshotId(`snap-${this.#made.toString(16).padStart(8, '0')}`);
    const disk = { volumeId: `vol-of-${instance}`, sizeGiB: 200, encrypted: true };
    const seen: SeenSnapshot = { id, region, key, ...disk, state: 'pending', percent: 0, startedAt, description, tags };
    this.effects.push(`create ${key}`);
    const end = this.#faults.delete('copy-fails') ? 'fails' : this.#faults.delete('copy-hangs') ? 'hangs' : 'completes';
    this.#kept = [...this.#kept, { seen, instance, end }];
    return seen;
  }

  #seen({ seen, end }: Kept): SeenSnapshot {
    const share = Math.min(1, (this.#clock.now() - seen.startedAt) / copyMs);
    if (share === 1 && end === 'hangs') return { ...seen, percent: 99 };
    if (share === 1 && end === 'fails')
      return { ...seen, state: 'error', percent: 60, problem: 'the key was disabled' };
    return { ...seen, state: share === 1 ? 'completed' : 'pending', percent: Math.floor(100 * share) };
  }

  /** Puts one there that nobody here has asked for. */
  appear(key: string, region = 'us-east-1'): void {
    const made = { region, key, instance: `of ${key}`, tags: {}, description: '' };
    this.#kept = [
      ...this.#kept,
      {
        instance: made.instance,
        end: 'completes',
        seen: {
          ...made,
          id: snapshotId(`snap-${'f'.repeat(8)}`),
          volumeId: 'vol-1',
          sizeGiB: 1,
          encrypted: true,
          state: 'completed',
          percent: 100,
          startedAt: instant(0),
        },
      },
    ];
  }

  #throwOn(fault: SnapshotFault, code: 'quota-exceeded' | 'unavailable' | 'wrong-state'): void {
    if (this.#faults.delete(fault)) throw new InstancesError(code, `EC2 says ${code}`);
  }
}
