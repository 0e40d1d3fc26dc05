import type { LabReport } from '@lcm/core/domain/lab';
import { isPortTag } from '@lcm/core/domain/topology';
import { CmlError, type CmlServer, cmlLabId } from '@lcm/core/ports/cml';
import { cmlOf } from '../session/lab-of-session.ts';
import type { LabDeps } from './deps.ts';
import type { LabSituation, LabStep } from './plan-action.ts';
import type { TagsByNode } from './port-tags.ts';
import { storedText } from './topologies.ts';

type Effect = Exclude<LabStep, { do: 'report' | 'wait' }>;

interface On extends LabSituation {
  readonly cml: CmlServer;
  readonly deps: LabDeps;
}

/** Has CML do one thing. Answers with what is known from it; nothing when the next look tells. */
export async function takeStep(step: Effect, on: On): Promise<LabReport | undefined> {
  if (step.do === 'import') return importLab(step, on);
  if (step.do === 'clear-ports') return clearPorts(on);
  if (step.do === 'set-tags') return setTags(step.tags, on);
  return step.do === 'copy' ? copySource(on) : onLab(step.do, on);
}

async function setTags(tags: TagsByNode, { lab, cml }: On): Promise<undefined> {
  if (lab === undefined) return;
  for (const [node, wanted] of tags) await cml.setNodeTags(lab.id, node, wanted);
}

async function clearPorts({ lab, nodes, cml }: On): Promise<undefined> {
  if (lab === undefined) return;
  for (const { id, tags } of nodes) {
    const left = tags.filter((tag) => !isPortTag(tag));
    if (left.length < tags.length) await cml.setNodeTags(lab.id, id, left);
  }
}

async function onLab(what: 'start' | 'stop' | 'wipe' | 'delete' | 'export', on: On): Promise<LabReport | undefined> {
  const { lab, cml } = on;
  if (lab === undefined) return undefined;
  switch (what) {
    case 'start':
      await cml.startLab(lab.id);
      return undefined;
    case 'stop':
      await cml.stopLab(lab.id);
      return undefined;
    case 'wipe':
      await cml.wipeLab(lab.id);
      return undefined;
    case 'delete':
      await cml.deleteLab(lab.id);
      return undefined;
    case 'export':
      return kept('its topology is kept', lab.id, on);
  }
}

/** With what its nodes run by now, as far as they can be read. */
async function kept(message: string, labId: string, { cml, deps }: Pick<On, 'cml' | 'deps'>): Promise<LabReport> {
  const id = cmlLabId(labId);
  await cml.extractConfigurations(id);
  const topologyKey = await deps.blobs.put(new TextEncoder().encode(await cml.exportLab(id)));
  return { type: 'acting', message, topologyKey };
}

async function importLab(
  { title, topologyKey }: Extract<Effect, { do: 'import' }>,
  { cml, deps }: On,
): Promise<LabReport> {
  const yaml = await storedText(topologyKey, deps.blobs);
  if (yaml === undefined) return { type: 'action-failed', reason: `the topology ${topologyKey} is not stored` };
  const id = await cml.importLab(yaml, title);
  return { type: 'acting', message: `imported as "${title}"`, cmlLabId: id };
}

/** The lab that is cloned may be on another host. */
async function copySource({ record, deps }: On): Promise<LabReport> {
  const source = record.cloneOf && (await deps.controlPlane.get('lab', record.cloneOf));
  const worker = source && (await deps.controlPlane.get('worker', source.workerId));
  if (source?.cmlLabId === undefined || worker === undefined || worker.launch !== source.launch)
    return { type: 'action-failed', reason: 'the lab that it is a copy of is gone' };
  const cml = cmlOf(worker, deps);
  if (cml === undefined)
    throw new CmlError('unreachable', `${worker.name} is ${worker.status}, its CML ${worker.service}`);
  const topology = await cml.exportLab(cmlLabId(source.cmlLabId));
  const topologyKey = await deps.blobs.put(new TextEncoder().encode(topology));
  return { type: 'acting', message: `copied from "${source.facts.title}"`, topologyKey };
}
