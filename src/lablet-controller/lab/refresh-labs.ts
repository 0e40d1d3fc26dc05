import type { LabView, ReportLab } from '@lcm/core/contracts/lab';
import type { LabReading } from '@lcm/core/contracts/lab-statistics';
import type { WorkerView } from '@lcm/core/contracts/worker';
import { isClosed, type LabRecordId, type LabReport, labRecordIdOf, recordInTitle } from '@lcm/core/domain/lab';
import type { Clock, Instant } from '@lcm/core/kernel';
import { CmlError, type CmlLab, type CmlServer, cmlLabId } from '@lcm/core/ports/cml';
import { cmlOf, isGone } from '../session/lab-of-session.ts';
import type { LabDeps } from './deps.ts';
import { type Exported, type Found, type FoundOn, lookAtLab, sessionInTitle } from './look-at-lab.ts';
import { type LabToRead, readStatistics } from './read-statistics.ts';

export interface Refreshed {
  readonly labs: number;
  /** Labs that nobody knew, that are gone, or that were changed. */
  readonly news: number;
  /** Labs that could not be looked into, and why. */
  readonly failures: readonly string[];
}

/** As many as one request takes. */
const chunk = 100;

/** Reads the labs of hosts and tells the control plane what they are; holds nothing but what spares CML work. */
export class LabRefresh {
  readonly #deps: LabDeps;
  readonly #exported: Exported = new Map();

  constructor(deps: LabDeps) {
    this.#deps = deps;
  }

  /**
   * One look at all labs of a worker that is up; undefined when its CML cannot be asked. What is known is read before CML
   * is, so that what happens in between is never taken for something that was seen.
   * @throws CmlError when the host does not say which labs it has
   */
  async worker(worker: WorkerView, signal: AbortSignal): Promise<Refreshed | undefined> {
    const cml = cmlOf(worker, this.#deps);
    if (cml === undefined) return undefined;
    const records = await this.#recordsOn(worker);
    const labs = await cml.labs();
    const claims = await cml.portsInUse();
    const looked = await this.#look({ worker, cml, claims, records, labs }, signal);
    const seen = new Set(looked.items.map(({ labRecordId }) => labRecordId));
    const gone = records.filter(({ id, launch }) => launch === worker.launch && !seen.has(id)).flatMap(missing);
    const items = [...looked.items, ...gone, ...ended(records, worker)];
    await this.#report(worker, items, worker.labsRefreshAskedAt);
    await this.#tellStatistics(worker, cml, runningIn(looked.items));
    return { labs: labs.length, news: items.filter(isNews).length, failures: looked.failures };
  }

  /** Records of labs whose host has ended: they ended with it. */
  async closeEnded(worker: WorkerView): Promise<void> {
    const items = ended(await this.#recordsOn(worker), worker);
    if (items.length > 0) await this.#report(worker, items, undefined);
  }

  async #recordsOn({ id }: WorkerView): Promise<readonly LabView[]> {
    const all = await this.#deps.controlPlane.list('lab');
    return all.filter((lab) => lab.workerId === id);
  }

  async #look(host: Host, signal: AbortSignal): Promise<{ items: readonly ReportLab[]; failures: readonly string[] }> {
    const items: ReportLab[] = [];
    const failures: string[] = [];
    for (const lab of host.labs) {
      signal.throwIfAborted();
      const { id, record } = knownAs(lab, host);
      const madeFor = record === undefined ? await sessionInTitle(lab.title, this.#deps) : record.madeFor;
      const found: Found = { lab, record, madeFor };
      const { seen, failure } = await lookAtLab({ ...host, found }, this.#deps, this.#exported);
      if (failure !== undefined) failures.push(failure);
      items.push({ labRecordId: id, expectedVersion: record?.version ?? 0, report: { type: 'seen', lab: seen } });
    }
    return { items, failures };
  }

  /** A lab that cannot be read now is read by whoever looks at it next. */
  async #tellStatistics({ id, definitions }: WorkerView, cml: CmlServer, labs: readonly LabToRead[]): Promise<void> {
    const { controlPlane, leadership, clock } = this.#deps;
    const readings: LabReading[] = [];
    for (const lab of labs) readings.push(...(await readingOf({ ...lab, definitions }, cml, clock)));
    for (let from = 0; from < readings.length; from += chunk) {
      const options = { fence: leadership.fence(), correlationId: id };
      await controlPlane.send('ReportLabStatistics', { readings: readings.slice(from, from + chunk) }, options);
    }
  }

  async #report({ id }: WorkerView, items: readonly ReportLab[], askedAt: Instant | undefined): Promise<void> {
    const { controlPlane, leadership } = this.#deps;
    for (let from = 0; from === 0 || from < items.length; from += chunk) {
      const part = items.slice(from, from + chunk);
      const isLast = from + chunk >= items.length;
      const told = await controlPlane.send(
        'ReportLabs',
        { workerId: id, items: part, ...(isLast && askedAt !== undefined && { askedAt }) },
        { fence: leadership.fence(), correlationId: id },
      );
      if (!told.ok) throw new Error(`the labs of ${id} were refused: ${told.rejection.message}`);
    }
  }
}

interface Host extends FoundOn {
  readonly records: readonly LabView[];
  readonly labs: readonly CmlLab[];
}

/** By CML's id, by the record that it was imported for, or as what it is from now on. */
function knownAs({ id: labId, title }: CmlLab, { worker, records }: Host): { id: LabRecordId; record?: LabView } {
  const here = records.filter(({ launch }) => launch === worker.launch);
  const derived = labRecordIdOf({ workerId: worker.id, launch: worker.launch, cmlLabId: labId });
  const imported = recordInTitle(title);
  const record =
    here.find((lab) => lab.cmlLabId === labId) ??
    here.find((lab) => lab.id === imported && lab.cmlLabId === undefined && !isClosed(lab)) ??
    here.find((lab) => lab.id === derived);
  return record === undefined ? { id: derived } : { id: record.id, record };
}

function about({ id, version }: LabView, report: LabReport): ReportLab {
  return { labRecordId: id, expectedVersion: version, report };
}

function missing(lab: LabView): readonly ReportLab[] {
  if (isClosed(lab) || lab.status === 'orphaned' || lab.cmlLabId === undefined) return [];
  return [about(lab, { type: 'missing', reason: 'CML does not have it any more' })];
}

function ended(records: readonly LabView[], worker: WorkerView): readonly ReportLab[] {
  const gone = records.filter((lab) => !isClosed(lab) && (lab.launch !== worker.launch || isGone(worker)));
  return gone.map((lab) =>
    about(lab, { type: 'host-ended', reason: `launch ${lab.launch} of ${worker.name} has ended, and the lab with it` }),
  );
}

async function readingOf(lab: LabToRead, cml: CmlServer, clock: Clock): Promise<readonly LabReading[]> {
  try {
    return [await readStatistics(lab, cml, clock)];
  } catch (error) {
    if (error instanceof CmlError) return [];
    throw error;
  }
}

const atRest: readonly string[] = ['DEFINED_ON_CORE', 'STOPPED'];

/** What is off does nothing, and CML need not be asked for that. */
function runningIn(items: readonly ReportLab[]): readonly LabToRead[] {
  return items.flatMap(({ labRecordId: id, report }) => {
    if (report.type !== 'seen' || atRest.includes(report.lab.rawState)) return [];
    return [{ id, labId: cmlLabId(report.lab.cmlLabId) }];
  });
}

function isNews({ expectedVersion, report }: ReportLab): boolean {
  return expectedVersion === 0 || report.type !== 'seen' || (report.lab.revision?.changes.length ?? 0) > 0;
}
