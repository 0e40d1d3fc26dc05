import type { LabView, ReportLab } from '@lcm/core/contracts/lab';
import type { SessionView } from '@lcm/core/contracts/session';
import { isClosed, type LabPhase, type LabPort, labRecordIdOf, type NewRevision } from '@lcm/core/domain/lab';
import { isFinal, type PipelineName, type SessionId } from '@lcm/core/domain/session';
import { ConflictError } from '@lcm/core/ports/control-plane';
import { again, type Reconciler, settled } from '@lcm/core/reconcile';
import type { LabDeps } from './deps.ts';
import { firstRevision } from './topologies.ts';

type FollowDeps = Pick<LabDeps, 'controlPlane' | 'blobs' | 'leadership'>;

/**
 * Keeps the record of a session's lab in step with the session. It only follows what the session has committed, so that a
 * crash between the two is made up for at the next look, and no step of a pipeline has to think of records.
 */
export function sessionLabReconciler(deps: FollowDeps): Reconciler<SessionId> {
  const follower = new Follower(deps);
  return {
    name: 'session-lab',
    async reconcile(id) {
      try {
        await follower.follow(id);
        return settled;
      } catch (error) {
        if (error instanceof ConflictError) return again(100, 'the record changed while we looked');
        throw error;
      }
    },
  };
}

class Follower {
  readonly #deps: FollowDeps;
  /** Of this term: how far each session's record was brought. */
  readonly #told = new Map<SessionId, string>();
  readonly #firsts = new Map<string, NewRevision | undefined>();

  constructor(deps: FollowDeps) {
    this.#deps = deps;
  }

  async follow(id: SessionId): Promise<void> {
    const session = await this.#deps.controlPlane.get('session', id);
    const phase = session && phaseOf(session);
    if (session === undefined || phase === undefined) return;
    // Whose worker was lost has another lab, which begins anew.
    const news = `${phase} ${session.placement?.workerId} ${session.lab?.launch} ${session.lab?.id}`;
    if (this.#told.get(id) === news) return;
    await this.#bring(session, phase);
    this.#told.set(id, news);
  }

  async #bring(session: SessionView, phase: LabPhase): Promise<void> {
    const of = await this.#place(session);
    if (of === undefined) return;
    const labRecordId = session.lab?.warmLab ?? labRecordIdOf(of);
    const record = await this.#deps.controlPlane.get('lab', labRecordId);
    if (isSettled(record, phase)) return;
    const revision = await this.#first(session, record, phase);
    const lab = { ...of, ...aboutLab(session), phase, ...(revision !== undefined && { revision }) };
    const report = { type: 'session', lab } as const;
    await this.#report({ labRecordId, expectedVersion: record?.version ?? 0, report }, session.id);
  }

  async #report(report: ReportLab, correlationId: SessionId): Promise<void> {
    const { controlPlane, leadership } = this.#deps;
    const told = await controlPlane.send('ReportLab', report, { fence: leadership.fence(), correlationId });
    if (!told.ok) throw new Error(`the lab of ${correlationId} was refused: ${told.rejection.message}`);
  }

  /** Sessions of earlier versions do not say on which launch their lab is. */
  async #place({ placement, lab }: SessionView) {
    const worker = placement && (await this.#deps.controlPlane.get('worker', placement.workerId));
    if (worker === undefined || lab === undefined) return undefined;
    return { workerId: worker.id, launch: lab.launch ?? worker.launch, cmlLabId: lab.id };
  }

  /** What it was made of, unless its record knows that, or has no more use for it. */
  async #first({ definition }: SessionView, record: LabView | undefined, phase: LabPhase) {
    if (isOver(phase) || (record?.revisions.length ?? 0) > 0) return undefined;
    const { controlPlane, blobs } = this.#deps;
    const key = (await controlPlane.get('definition', definition.id))?.topologyKey;
    if (key === undefined) return undefined;
    if (!this.#firsts.has(key)) this.#firsts.set(key, await firstRevision(key, blobs));
    return this.#firsts.get(key);
  }
}

/** A successor looks at all sessions there ever were: of most there is nothing left to say. */
function isSettled(record: LabView | undefined, phase: LabPhase): boolean {
  if (record === undefined) return isOver(phase);
  return isClosed(record) || (phase === 'ended' && record.session === undefined) || record.session?.phase === phase;
}

function isOver(phase: LabPhase): boolean {
  return phase === 'deleted' || phase === 'ended';
}

/** How far the session has brought its lab; undefined while it has none. */
function phaseOf(session: SessionView): LabPhase | undefined {
  if (session.lab === undefined) return undefined;
  if (isDone(session, 'teardown', 'delete_lab')) return 'deleted';
  if (isFinal(session)) return 'ended';
  if (isDone(session, 'teardown', 'stop_lab')) return 'down';
  const last = session.progress.restore === undefined ? 'instantiate' : 'restore';
  return isDone(session, last, 'start_lab') ? 'up' : 'imported';
}

function isDone({ progress }: SessionView, pipeline: PipelineName, step: string): boolean {
  return progress[pipeline]?.[step]?.status === 'done';
}

function aboutLab({ id: sessionId, definition, lab, placement }: SessionView) {
  const ports = definition.ports.flatMap(({ name, label, protocol }): LabPort[] => {
    const port = placement?.ports[name];
    return port === undefined ? [] : [{ label, protocol, port }];
  });
  return { sessionId, basedOn: definition.id, title: lab?.title ?? '', ports };
}
