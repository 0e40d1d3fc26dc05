import { Ec2Error } from './ec2-error.ts';
import { isWellFormed } from './ids.ts';
import { type Ec2Instance, latest, look, type StoredInstance, type Version, visible, withVersion } from './instance.ts';
import { tokenScope } from './tokens.ts';

/** Instances as they are, as Describe calls see them, and by the token that made them. */
export class InstanceStore {
  readonly #byId = new Map<string, StoredInstance>();
  readonly #idsByToken = new Map<string, readonly string[]>();

  constructor(saved: readonly StoredInstance[]) {
    for (const stored of saved) this.add(stored);
  }

  get all(): readonly StoredInstance[] {
    return [...this.#byId.values()];
  }

  add(stored: StoredInstance): void {
    this.#byId.set(stored.id, stored);
    const scope = tokenScope(stored.region, stored.order);
    if (scope === undefined) return;
    this.#idsByToken.set(scope, [...(this.#idsByToken.get(scope) ?? []), stored.id]);
  }

  /** Tokens are never forgotten, also when their instances are no longer shown. */
  byToken(scope: string): readonly StoredInstance[] {
    const ids = this.#idsByToken.get(scope) ?? [];
    return ids.flatMap((id) => this.#byId.get(id) ?? []);
  }

  /** As it is by now. */
  current(stored: StoredInstance): StoredInstance {
    return this.#byId.get(stored.id) ?? stored;
  }

  change(stored: StoredInstance, version: Version, now: number): StoredInstance {
    const changed = withVersion(stored, version, now);
    this.#byId.set(stored.id, changed);
    return changed;
  }

  /** The real state of things, without any lag. */
  truth(now: number): readonly Ec2Instance[] {
    return this.all.map((stored) => look(stored, latest(stored), now)).filter(({ isShown }) => isShown);
  }

  /** What Describe calls answer with. */
  seen(region: string, now: number): readonly Ec2Instance[] {
    const seenIn = (stored: StoredInstance): readonly Ec2Instance[] => {
      const version = stored.region === region ? visible(stored, now) : undefined;
      return version === undefined ? [] : [look(stored, version, now)];
    };
    return this.all.flatMap(seenIn).filter(({ isShown }) => isShown);
  }

  /** @throws Ec2Error when one of the ids is none, or no instance of this region has it */
  require(region: string, ids: readonly string[], now: number): readonly StoredInstance[] {
    const found = requireIds(ids, (id) => {
      const stored = this.#byId.get(id);
      return stored?.region === region && look(stored, latest(stored), now).isShown ? stored : undefined;
    });
    return found;
  }

  /** The instance that boots from a disk. @throws Ec2Error when there is no such disk in this region any more */
  requireVolume(region: string, volumeId: string, now: number): StoredInstance {
    if (!isWellFormed('vol', volumeId)) throw new Ec2Error('InvalidVolumeID.Malformed', `Invalid id: "${volumeId}"`);
    const owner = this.all.find((stored) => stored.region === region && stored.volumeId === volumeId);
    if (owner !== undefined && look(owner, latest(owner), now).state !== 'terminated') return owner;
    throw new Ec2Error('InvalidVolume.NotFound', `The volume '${volumeId}' does not exist.`);
  }
}

/** All of them or none, as EC2 does: one wrong id refuses the whole call. */
export function requireIds<Item>(ids: readonly string[], find: (id: string) => Item | undefined): readonly Item[] {
  const malformed = ids.filter((id) => !isWellFormed('i', id));
  if (malformed.length > 0) throw new Ec2Error('InvalidInstanceID.Malformed', `Invalid id: "${malformed.join(', ')}"`);
  const unknown = ids.filter((id) => find(id) === undefined);
  if (unknown.length > 0) {
    throw new Ec2Error('InvalidInstanceID.NotFound', `The instance IDs '${unknown.join(', ')}' do not exist`);
  }
  return [...new Set(ids)].flatMap((id) => find(id) ?? []);
}
