import { type KeepRound, keepRoundIn, keepRoundKey, keepRoundText } from '@lcm/core/contracts/saved-configurations';
import type { SessionView } from '@lcm/core/contracts/session';
import { isKept, labUpSince, restorable, type SessionId } from '@lcm/core/domain/session';
import { effectiveSettings, settingsId } from '@lcm/core/domain/settings';
import type { WorkerId } from '@lcm/core/domain/worker';
import { type Instant, instant } from '@lcm/core/kernel';
import { ConflictError } from '@lcm/core/ports/control-plane';
import { type Coordination, CoordinationError } from '@lcm/core/ports/coordination';
import { again, type Next, type Reconciler, settled } from '@lcm/core/reconcile';
import type { StepDeps } from '../session/step-handler.ts';
import { keepWork } from './keep-work.ts';

export interface KeepDeps extends StepDeps {
  readonly coordination: Pick<Coordination, 'grant' | 'put' | 'list'>;
}

const minuteMs = 60_000;
/** While it is switched off nothing tells us when that ends. */
const offMs = 10 * minuteMs;
/** After a round that came to nothing. */
const retryMs = minuteMs;
const busyMs = 2_000;
/** A round is told of for so many more: after that nobody knows. */
const roundsTold = 4;

/**
 * Reads every few minutes what the nodes of each session run, as long as somebody can work there, so that no more than that
 * is lost with its host. One lab of a host at a time: each node is read through its console, and a host has few cores.
 */
export function keepReconciler(deps: KeepDeps): Reconciler<SessionId> {
  return { name: 'keep-work', reconcile: new Keeper(deps).reconcile };
}

class Keeper {
  readonly #deps: KeepDeps;
  /** Of this term. */
  readonly #rounds = new Map<SessionId, KeepRound>();
  readonly #busy = new Set<WorkerId>();

  constructor(deps: KeepDeps) {
    this.#deps = deps;
  }

  readonly reconcile = async (id: SessionId): Promise<Next> => {
    const session = await this.#deps.controlPlane.get('session', id);
    const workerId = session?.placement?.workerId;
    if (session === undefined || workerId === undefined || !isKept(session)) {
      this.#rounds.delete(id);
      return settled;
    }
    return this.#atItsTime(session, workerId);
  };

  async #atItsTime(session: SessionView, workerId: WorkerId): Promise<Next> {
    const everyMs = await this.#everyMs();
    if (everyMs === 0) return again(offMs, 'work is not kept, by the settings');
    const waitMs = dueAt(session, await this.#lastRound(session.id), everyMs) - this.#deps.clock.now();
    if (waitMs > 0) return again(waitMs, 'until its work is kept again');
    if (this.#busy.has(workerId)) return again(busyMs, 'another lab of its host is read');
    return this.#oneAt(workerId, async () => this.#keep(session, everyMs));
  }

  async #everyMs(): Promise<number> {
    const settings = effectiveSettings(await this.#deps.controlPlane.get('settings', settingsId));
    return settings['sessions.keepMinutes'] * minuteMs;
  }

  async #oneAt(workerId: WorkerId, work: () => Promise<Next>): Promise<Next> {
    this.#busy.add(workerId);
    try {
      return await work();
    } finally {
      this.#busy.delete(workerId);
    }
  }

  async #keep(session: SessionView, everyMs: number): Promise<Next> {
    const before = this.#rounds.get(session.id);
    try {
      const round = await keepWork(session, { before, everyMs }, this.#deps);
      this.#rounds.set(session.id, round);
      await this.#tell(round);
      return again(nextMs(round), round.trouble ?? 'until its work is kept again');
    } catch (error) {
      if (error instanceof ConflictError) return again(busyMs, 'it changed while its nodes were read');
      throw error;
    }
  }

  /** Also of whoever has led before us. */
  async #lastRound(id: SessionId): Promise<KeepRound | undefined> {
    const known = this.#rounds.get(id);
    if (known !== undefined) return known;
    const told = await this.#told(id);
    if (told !== undefined) this.#rounds.set(id, told);
    return told;
  }

  async #told(id: SessionId): Promise<KeepRound | undefined> {
    try {
      const { items } = await this.#deps.coordination.list(keepRoundKey(id));
      return items.map(({ value }) => keepRoundIn(value)).find((round) => round?.sessionId === id);
    } catch (error) {
      if (error instanceof CoordinationError) return undefined;
      throw error;
    }
  }

  /** For whoever looks at the session. While nobody can be told, what is written down is shown. */
  async #tell(round: KeepRound): Promise<void> {
    const { coordination } = this.#deps;
    try {
      const lease = await coordination.grant(round.everyMs * roundsTold);
      await coordination.put(keepRoundKey(round.sessionId), keepRoundText(round), lease);
    } catch (error) {
      if (!(error instanceof CoordinationError)) throw error;
    }
  }
}

/** At first when its lab has been up for so long: before that there is nothing to lose. */
function dueAt(session: SessionView, last: KeepRound | undefined, everyMs: number): Instant {
  const since = labUpSince(session) ?? session.statusSince;
  const kept = restorable(session)?.at ?? since;
  if (last === undefined || last.triedAt < since) return instant(Math.max(since, kept) + everyMs);
  return instant(last.triedAt + nextMs({ ...last, everyMs }));
}

function nextMs({ trouble, everyMs }: Pick<KeepRound, 'trouble' | 'everyMs'>): number {
  return trouble === undefined ? everyMs : Math.min(retryMs, everyMs);
}
