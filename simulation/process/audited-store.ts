import type { Commit, StateStore } from '@lcm/core/ports/state-store';
import type { SimWorld } from '../sim-world.ts';
import type { Process } from './process.ts';
import { sender } from './sender.ts';
import { wrap } from './wrap.ts';

/** How likely a process dies right before, or right after, one of its writes. */
const deathPerWrite = 1 / 500;

/** The state store as one control plane reaches it: what it writes is audited, and it may die at any of its writes. */
export function auditedStore(world: SimWorld, { life }: Process): StateStore {
  const { store, random } = world;
  const mayDie = (): void => {
    if (world.roughness > 0 && random.next() < deathPerWrite * world.roughness) life.die();
  };
  const append = async (commit: Commit): Promise<void> => {
    const by = sender.getStore();
    mayDie();
    await life.running();
    await store.append(commit);
    world.committed(commit, by);
    mayDie();
  };
  return life.guard(wrap<StateStore>(store, { append }));
}
