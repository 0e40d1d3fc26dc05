import type { LabView } from '@lcm/core/contracts/lab';
import type { WorkerView } from '@lcm/core/contracts/worker';
import { deadlineOf, isClosed, type LabRecordId, type LabReport, patienceMs } from '@lcm/core/domain/lab';
import { BlobsError } from '@lcm/core/ports/blobs';
import { CmlError, type CmlLab, type CmlServer, cmlLabId } from '@lcm/core/ports/cml';
import { ConflictError } from '@lcm/core/ports/control-plane';
import { again, type Next, type Reconciler, settled } from '@lcm/core/reconcile';
import { cmlOf, isGone } from '../session/lab-of-session.ts';
import type { LabDeps } from './deps.ts';
import { type LabSituation, planAction } from './plan-action.ts';
import { promisedPorts } from './port-tags.ts';
import { nodeStatesOf, sightingOf, wordFor } from './sighting.ts';
import { takeStep } from './take-step.ts';

export interface LabReconcilerDeps extends LabDeps {
  /** How often a lab on its way is looked at. */
  readonly pollMs: number;
}

/** Looks, plans one step, takes it: until what was asked of the lab has come true, or has failed. */
export function labReconciler(deps: LabReconcilerDeps): Reconciler<LabRecordId> {
  return {
    name: 'lab',
    async reconcile(id) {
      const record = await deps.controlPlane.get('lab', id);
      if (record?.pending === undefined || isClosed(record)) return settled;
      try {
        return await bringOn(record, deps);
      } catch (error) {
        if (error instanceof ConflictError) return again(100, 'it changed while we looked');
        throw error;
      }
    },
  };
}

async function bringOn(record: LabView, deps: LabReconcilerDeps): Promise<Next> {
  const worker = await deps.controlPlane.get('worker', record.workerId);
  if (worker === undefined || worker.launch !== record.launch || isGone(worker)) {
    const reason = `launch ${record.launch} of ${worker?.name ?? 'its worker'} has ended, and the lab with it`;
    return tell(record, { type: 'host-ended', reason }, deps);
  }
  try {
    return await onHost(record, worker, deps);
  } catch (error) {
    return troubleOf(error, record, deps);
  }
}

async function onHost(record: LabView, worker: WorkerView, deps: LabReconcilerDeps): Promise<Next> {
  const cml = cmlOf(worker, deps);
  if (cml === undefined) return wait(record, `${worker.name} is ${worker.status}, its CML ${worker.service}`, deps);
  const situation = await lookAt(record, { worker, cml }, deps);
  const step = planAction(situation);
  if (step.do === 'report') return tell(record, withState(step.report, situation), deps);
  if (step.do === 'wait') return wait(record, step.because, deps);
  if (isLate(record, deps)) return giveUp(record, situation, deps);
  if (!deps.leadership.mayAct()) return wait(record, 'our lead has to be renewed before anything is done', deps);
  const report = await takeStep(step, { ...situation, cml, deps });
  return report === undefined ? wait(record, saidOf(record), deps) : tell(record, report, deps);
}

interface On {
  readonly worker: WorkerView;
  readonly cml: CmlServer;
}

async function lookAt(record: LabView, { worker, cml }: On, deps: LabReconcilerDeps): Promise<LabSituation> {
  const lab = await findLab(record, cml);
  const nodes = lab === undefined ? [] : await cml.nodes(lab.id);
  if (record.pending?.action !== 'settle-ports') return { record, lab, nodes };
  return { record, lab, nodes, ports: await promisedPorts(record, worker, deps) };
}

/** The lab, also when the answer to its import was lost. */
async function findLab({ id, cmlLabId: known }: LabView, cml: CmlServer): Promise<CmlLab | undefined> {
  if (known !== undefined) return cml.lab(cmlLabId(known));
  const labs = await cml.labs();
  return labs.find(({ title }) => title.endsWith(id));
}

function withState(report: LabReport, { lab, nodes }: LabSituation): LabReport {
  const seen = { nodes: nodeStatesOf(nodes) };
  if (lab === undefined) return report;
  if (report.type === 'acting') return { ...report, ...seen };
  if (report.type !== 'action-done' && report.type !== 'action-failed') return report;
  const sighting = sightingOf(lab, nodes);
  const isFailure = report.type === 'action-failed' && sighting !== undefined;
  return { ...report, ...seen, rawState: wordFor(lab), ...(isFailure && { sighting }) };
}

function isLate({ pending }: LabView, { clock }: LabReconcilerDeps): boolean {
  return pending !== undefined && clock.now() >= pending.deadline;
}

async function wait(record: LabView, because: string, deps: LabReconcilerDeps): Promise<Next> {
  if (!isLate(record, deps)) {
    const leftMs = (record.pending?.deadline ?? deadlineOf('stop', deps.clock.now())) - deps.clock.now();
    return again(Math.max(0, Math.min(deps.pollMs, leftMs)), because);
  }
  return tell(record, { type: 'action-failed', reason: late(record, because) }, deps);
}

async function giveUp(record: LabView, situation: LabSituation, deps: LabReconcilerDeps): Promise<Next> {
  const reason = late(record, saidOf(record));
  return tell(record, withState({ type: 'action-failed', reason }, situation), deps);
}

function saidOf({ pending }: LabView): string {
  return pending?.message ?? '';
}

function late({ pending }: LabView, because: string): string {
  const seconds = pending === undefined ? 0 : patienceMs[pending.action] / 1000;
  return `nothing has moved for ${seconds} s: ${because}`;
}

/** Who cannot be reached may be in a moment; a refusal is an answer, and the person who asked is to read it. */
async function troubleOf(error: unknown, record: LabView, deps: LabReconcilerDeps): Promise<Next> {
  if (!(error instanceof CmlError || error instanceof BlobsError)) throw error;
  const isAway = error instanceof CmlError && (error.code === 'unreachable' || error.code === 'not-ready');
  if (isAway) return wait(record, error.message, deps);
  return tell(record, { type: 'action-failed', reason: error.message }, deps);
}

async function tell(
  record: LabView,
  report: LabReport,
  { controlPlane, leadership }: LabReconcilerDeps,
): Promise<Next> {
  const told = await controlPlane.send(
    'ReportLab',
    { labRecordId: record.id, expectedVersion: record.version, report },
    { fence: leadership.fence(), correlationId: record.id },
  );
  if (!told.ok) throw new Error(`${record.id} refused "${report.type}": ${told.rejection.message}`);
  return again(0, 'its state changed');
}
