import type { Worker } from '../worker/index.ts';
import { isEnding } from './decide.ts';
import type { InstanceFacts, Suspicion, Whereabouts } from './found-instance.ts';
import { workerTag } from './host-tags.ts';
import { fitsName } from './name-pattern.ts';

/** As much of a worker as tells whose an instance is. */
export type Seat = Pick<Worker, 'id' | 'name' | 'status' | 'launch' | 'instanceId'> & {
  readonly spec: Pick<Worker['spec'], 'region'>;
};

export interface Suspected extends Whereabouts {
  readonly facts: InstanceFacts;
  readonly seats: readonly Seat[];
  readonly imagePatterns: readonly string[];
}

/** Why an instance is worth a decision; undefined when it is a worker's business, or nobody's. */
export function suspicionOf(suspected: Suspected): Suspicion | undefined {
  const { facts } = suspected;
  if (isEnding(facts) || holderOf(suspected) !== undefined) return undefined;
  const launched = facts.token === undefined ? undefined : launchOfToken(facts.token);
  if (launched !== undefined) return orphanOf(launched, suspected.seats);
  return taggedOrphan(suspected) ?? lookalike(suspected);
}

/** The living worker whose present launch it is, by what its record says. */
export function holderOf({ region, instanceId, seats }: Whereabouts & { readonly seats: readonly Seat[] }) {
  return seats.find((seat) => {
    return seat.status !== 'terminated' && seat.instanceId === instanceId && seat.spec.region === region;
  });
}

interface Launched {
  readonly workerId: string;
  readonly launch: number;
}

/** The opposite of `launchToken`, whichever place the launch had come to. */
export function launchOfToken(token: string): Launched | undefined {
  const [, workerId, launch] = /^(wkr_[0-9a-z]+):([1-9]\d*)(?::[1-9]\d*)?$/.exec(token) ?? [];
  return workerId === undefined ? undefined : { workerId, launch: Number(launch) };
}

function orphanOf({ workerId, launch }: Launched, seats: readonly Seat[]): Suspicion | undefined {
  const seat = seats.find(({ id }) => id === workerId);
  const what = `launch ${launch} of worker`;
  if (seat === undefined) {
    return orphan(`it was launched as ${what} ${workerId}, of which there is no record here`);
  }
  if (seat.status === 'terminated') return orphan(`it is ${what} ${seat.name}, which has ended`);
  // The present launch whose answer is still awaited, or an earlier one: its worker looks after those itself.
  if (launch <= seat.launch) return undefined;
  return orphan(`it is ${what} ${seat.name}, which by its record is only at launch ${seat.launch}`);
}

function taggedOrphan({ facts, seats }: Suspected): Suspicion | undefined {
  const workerId = facts.tags[workerTag];
  if (workerId === undefined) return undefined;
  const seat = seats.find(({ id }) => id === workerId);
  if (seat === undefined) return orphan(`its tags name the worker ${workerId}, of which there is no record here`);
  const ended = seat.status === 'terminated' ? 'which has ended' : 'which has gone on to another instance';
  return orphan(`its tags name the worker ${seat.name}, ${ended}`);
}

function orphan(because: string): Suspicion {
  return { kind: 'ours-orphaned', because };
}

function lookalike({ facts: { imageName }, imagePatterns }: Suspected): Suspicion | undefined {
  const pattern = imagePatterns.find((each) => imageName !== undefined && fitsName(each, imageName));
  if (pattern === undefined) return undefined;
  return { kind: 'foreign', because: `its image ${imageName} is named like ${pattern}` };
}
