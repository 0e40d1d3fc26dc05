/**
 * The whole lifecycle of a lab, as data. A lab lives on a host that anybody may work on and that is only looked at now and
 * then: what happened between two looks is not seen, so wherever a lab can be seen next is a way on. What has an action of
 * ours under way is `importing`, `starting`, `stopping`, `wiping` or `deleting`.
 */
export const labTransitions = {
  discovered: [
    'defined',
    'starting',
    'queued',
    'booted',
    'paused',
    'stopping',
    'stopped',
    'wiping',
    'wiped',
    'deleting',
    'deleted',
    'archived',
    'error',
    'orphaned',
  ],
  importing: ['defined', 'starting', 'queued', 'booted', 'paused', 'stopped', 'deleted', 'error', 'orphaned'],
  defined: [
    'starting',
    'queued',
    'booted',
    'paused',
    'stopping',
    'stopped',
    'wiping',
    'wiped',
    'deleting',
    'deleted',
    'archived',
    'error',
    'orphaned',
  ],
  starting: [
    'defined',
    'queued',
    'booted',
    'paused',
    'stopping',
    'stopped',
    'wiping',
    'wiped',
    'deleting',
    'deleted',
    'archived',
    'error',
    'orphaned',
  ],
  queued: [
    'starting',
    'booted',
    'paused',
    'stopping',
    'stopped',
    'wiping',
    'wiped',
    'deleting',
    'deleted',
    'archived',
    'error',
    'orphaned',
  ],
  booted: [
    'starting',
    'queued',
    'paused',
    'stopping',
    'stopped',
    'wiping',
    'wiped',
    'deleting',
    'deleted',
    'archived',
    'error',
    'orphaned',
  ],
  paused: [
    'starting',
    'queued',
    'booted',
    'stopping',
    'stopped',
    'wiping',
    'wiped',
    'deleting',
    'deleted',
    'archived',
    'error',
    'orphaned',
  ],
  stopping: [
    'starting',
    'queued',
    'booted',
    'paused',
    'stopped',
    'defined',
    'wiping',
    'wiped',
    'deleting',
    'deleted',
    'archived',
    'error',
    'orphaned',
  ],
  stopped: [
    'starting',
    'queued',
    'booted',
    'paused',
    'stopping',
    'wiping',
    'wiped',
    'deleting',
    'deleted',
    'archived',
    'error',
    'orphaned',
  ],
  wiping: [
    'starting',
    'queued',
    'booted',
    'paused',
    'stopping',
    'stopped',
    'wiped',
    'deleting',
    'deleted',
    'archived',
    'error',
    'orphaned',
  ],
  wiped: [
    'starting',
    'queued',
    'booted',
    'paused',
    'stopping',
    'stopped',
    'deleting',
    'deleted',
    'archived',
    'error',
    'orphaned',
  ],
  deleting: [
    'starting',
    'queued',
    'booted',
    'paused',
    'stopping',
    'stopped',
    'wiping',
    'wiped',
    'defined',
    'deleted',
    'archived',
    'error',
    'orphaned',
  ],
  error: [
    'importing',
    'defined',
    'starting',
    'queued',
    'booted',
    'paused',
    'stopping',
    'stopped',
    'wiping',
    'wiped',
    'deleting',
    'deleted',
    'archived',
    'orphaned',
  ],
  // One that was missed may come back: somebody restored it, or CML did not tell of it for a moment.
  orphaned: ['defined', 'starting', 'queued', 'booted', 'paused', 'stopped', 'wiped', 'deleted', 'archived'],
  deleted: [],
  archived: [],
} as const satisfies Record<string, readonly string[]>;

export type LabStatus = keyof typeof labTransitions;

/** Where a lab rests, or is brought up, as its host tells; the others are ours. */
export const sightings = ['defined', 'starting', 'queued', 'booted', 'paused', 'stopped'] as const;
export type Sighting = (typeof sightings)[number];

/** What is asked of a lab and then carried out; `import` makes one, from a file or as a clone. */
export const labActions = ['import', 'start', 'stop', 'wipe', 'delete', 'archive', 'settle-ports'] as const;
export type LabAction = (typeof labActions)[number];

const up = ['starting', 'queued', 'booted', 'paused'] as const;
const atRest = ['defined', 'stopped', 'wiped'] as const;
const present = ['discovered', ...up, ...atRest] as const;

/** In which states each action of a person is allowed. */
const allowedIn = {
  import: ['error'],
  start: ['discovered', ...atRest, 'paused', 'error'],
  stop: ['discovered', ...up, 'error'],
  wipe: ['discovered', 'stopped', 'error'],
  delete: [...present, 'error', 'orphaned'],
  archive: [...present, 'error', 'orphaned'],
  'settle-ports': present,
  clone: present,
  assign: [...present, 'importing', 'stopping', 'wiping', 'deleting', 'error', 'orphaned'],
} as const satisfies Record<LabAction | 'clone' | 'assign', readonly LabStatus[]>;

export type LabOrder = keyof typeof allowedIn;

export function labCan(order: LabOrder, lab: { readonly status: LabStatus }): boolean {
  const statuses: readonly LabStatus[] = allowedIn[order];
  return statuses.includes(lab.status);
}

export function labMayBecome(from: LabStatus, to: LabStatus): boolean {
  const next: readonly LabStatus[] = labTransitions[from];
  return next.includes(to);
}

/** Nodes of it take cores and memory. */
export function isUp({ status }: { readonly status: LabStatus }): boolean {
  return up.some((each) => each === status);
}

/** The record is history: there is no such lab any more, and none will come. */
export function isClosed({ status }: { readonly status: LabStatus }): boolean {
  return labTransitions[status].length === 0;
}

/** Still somewhere on a host, as far as is known. */
export function isPresent(lab: { readonly status: LabStatus }): boolean {
  return !isClosed(lab) && lab.status !== 'orphaned' && lab.status !== 'importing';
}
