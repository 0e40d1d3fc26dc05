import type { LabView } from '@lcm/core/contracts/lab';
import type { LabReport } from '@lcm/core/domain/lab';
import { titleWith } from '@lcm/core/domain/lab';
import { isPortTag } from '@lcm/core/domain/topology';
import type { CmlLab, CmlNode } from '@lcm/core/ports/cml';
import { doorsIn, type PromisedPorts, type TagsByNode, tagsToSet } from './port-tags.ts';

/** The next thing to do about an action that is under way. */
export type LabStep =
  | { readonly do: 'report'; readonly report: LabReport }
  | { readonly do: 'wait'; readonly because: string }
  /** What CML is asked for; it is committed before as what is being done. */
  | { readonly do: 'start' | 'stop' | 'wipe' | 'delete' | 'export' | 'copy' | 'clear-ports' }
  | { readonly do: 'set-tags'; readonly tags: TagsByNode }
  | { readonly do: 'import'; readonly title: string; readonly topologyKey: string };

/** What is there now. */
export interface LabSituation {
  readonly record: LabView;
  /** Undefined when CML has no such lab. */
  readonly lab: CmlLab | undefined;
  readonly nodes: readonly CmlNode[];
  /** Read where ports are to be settled. */
  readonly ports?: PromisedPorts | undefined;
}

/** Pure: what was asked, how far it was said to be and what is there; what to do next. */
export function planAction(situation: LabSituation): LabStep {
  switch (situation.record.pending?.action) {
    case 'import':
      return planImport(situation);
    case 'start':
      return onLab(situation, planStart);
    case 'stop':
      return onLab(situation, planStop);
    case 'wipe':
      return onLab(situation, planWipe);
    case 'delete':
      return planEnd(situation, 'deleted');
    case 'archive':
      return planArchive(situation);
    case 'settle-ports':
      return onLab(situation, planPorts);
    case undefined:
      return { do: 'wait', because: 'nothing is asked' };
  }
}

function onLab(situation: LabSituation, plan: (lab: CmlLab, situation: LabSituation) => LabStep): LabStep {
  const { lab } = situation;
  return lab === undefined ? failed('CML does not have the lab any more') : plan(lab, situation);
}

function done(status: 'defined' | 'booted' | 'stopped' | 'wiped' | 'deleted' | 'archived', message: string): LabStep {
  return { do: 'report', report: { type: 'action-done', status, message } };
}

function failed(reason: string): LabStep {
  return { do: 'report', report: { type: 'action-failed', reason } };
}

/** A person may have changed its tags since: they are read, and only what is other than promised is set. */
function planPorts(_lab: CmlLab, { record, nodes, ports }: LabSituation): LabStep {
  if (ports === undefined) return { do: 'wait', because: 'its session is not known yet' };
  const lost = [...ports.doors.keys()].find((label) => nodes.every((node) => node.label !== label));
  if (lost !== undefined) return failed(`the lab has no node ${lost}, for which a port is reserved`);
  const tags = tagsToSet(nodes, ports);
  if (tags.size > 0) return { do: 'set-tags', tags };
  const { status } = record;
  const message = 'its ports are as promised';
  return { do: 'report', report: { type: 'action-done', status, message, ports: doorsIn(nodes) } };
}

const doing = {
  start: { status: 'starting', message: 'it is being started' },
  stop: { status: 'stopping', message: 'it is being stopped' },
  wipe: { status: 'wiping', message: 'it is being wiped' },
  delete: { status: 'deleting', message: 'it is being deleted' },
} as const;

/** What is about to be done is committed under our lead first; then it is done, and done again after a crash. */
function act({ pending }: LabView, what: keyof typeof doing): LabStep {
  const { message, status } = doing[what];
  return pending?.message === message ? { do: what } : { do: 'report', report: { type: 'acting', message, status } };
}

const idle: readonly CmlNode['state'][] = ['DEFINED_ON_CORE', 'STOPPED'];

/** Done when every node has come up, not when CML has heard of it. */
function planStart(_lab: CmlLab, { record, nodes }: LabSituation): LabStep {
  if (nodes.length === 0) return failed('the lab has no nodes');
  if (nodes.some(({ state }) => idle.includes(state))) return act(record, 'start');
  const up = nodes.filter(({ state }) => state === 'BOOTED').length;
  if (up === nodes.length) return done('booted', 'every node is up');
  const message = `${up} of ${nodes.length} nodes are up`;
  if (record.pending?.message === message) return { do: 'wait', because: message };
  return { do: 'report', report: { type: 'acting', message, status: 'starting' } };
}

function planStop({ state }: CmlLab, { record }: LabSituation): LabStep {
  if (state === 'DEFINED_ON_CORE') return done('defined', 'it was not on');
  return state === 'STOPPED' ? done('stopped', 'every node is off') : act(record, 'stop');
}

function planWipe({ state }: CmlLab, { record }: LabSituation): LabStep {
  if (state === 'DEFINED_ON_CORE') return done('wiped', 'its nodes are as new');
  return state === 'STOPPED' ? act(record, 'wipe') : failed('somebody has started it: stop it first');
}

/** In the order that CML wants. What somebody starts meanwhile is stopped once more. */
function planEnd({ record, lab }: LabSituation, end: 'deleted' | 'archived'): LabStep {
  if (lab === undefined)
    return done(end, end === 'archived' ? 'its topology is kept, the lab is deleted' : 'it is deleted');
  if (lab.state === 'DEFINED_ON_CORE') return act(record, 'delete');
  return act(record, lab.state === 'STOPPED' ? 'wipe' : 'stop');
}

function planArchive(situation: LabSituation): LabStep {
  const { record, lab } = situation;
  if (record.pending?.topologyKey !== undefined) return planEnd(situation, 'archived');
  if (lab !== undefined) return { do: 'export' };
  return record.topologyKey === undefined
    ? failed('CML does not have the lab any more, and no topology of it was kept')
    : done('archived', 'its topology was kept, the lab was gone already');
}

function planImport({ record, lab, nodes }: LabSituation): LabStep {
  if (lab !== undefined) return holdsPorts(record, nodes) ? { do: 'clear-ports' } : imported(record, lab);
  if (record.topologyKey !== undefined) {
    return { do: 'import', title: titleWith(record.facts.title, record.id), topologyKey: record.topologyKey };
  }
  return record.cloneOf === undefined ? failed('no topology of it was kept') : { do: 'copy' };
}

/** The numbers in an author's tags are examples: a lab that waits for a session keeps them from nobody. */
function holdsPorts({ source, cmlLabId }: LabView, nodes: readonly CmlNode[]): boolean {
  return source === 'warm' && cmlLabId !== undefined && nodes.some(({ tags }) => tags.some(isPortTag));
}

function imported({ cmlLabId }: LabView, lab: CmlLab): LabStep {
  if (cmlLabId !== undefined) return done('defined', `it is there as "${lab.title}"`);
  return { do: 'report', report: { type: 'acting', message: `imported as "${lab.title}"`, cmlLabId: lab.id } };
}
