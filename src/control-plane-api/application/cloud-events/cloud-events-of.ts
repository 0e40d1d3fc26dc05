import { CloudEvent } from '@lcm/core/contracts/cloud-event';
import { evolveWorker, type Worker, type WorkerEvent } from '@lcm/core/domain/worker';
import { toIso } from '@lcm/core/kernel';
import type { Commit, PublishedCommit, StateStore, StoredEvent } from '@lcm/core/ports/state-store';
import { subjectOf } from '../audit-index.ts';
import { workerCloudEvents } from './worker-cloud-events.ts';
import type { Made } from './worker-step.ts';

/** Commits as CloudEvents 1.0, in the order of their positions. The same commit makes the same events, with the same ids. */
export async function cloudEventsOf(
  commits: readonly PublishedCommit[],
  { store, epoch }: { readonly store: StateStore; readonly epoch: string },
): Promise<readonly CloudEvent[]> {
  const workers = new WorkersBefore(store);
  const events: CloudEvent[] = [];
  for (const commit of commits) {
    const made = await madeOf(commit, workers);
    events.push(...made.map((one, index) => enveloped(one, { commit, index, epoch })));
  }
  return events;
}

async function madeOf(commit: PublishedCommit, workers: WorkersBefore): Promise<readonly Made[]> {
  const { kind, id } = subjectOf(commit.stream);
  if (kind !== 'worker') return commit.events.map((event) => byItsName(kind, id, event));
  let before = await workers.before(commit);
  return workerEvents(commit).flatMap((event) => {
    const after = evolveWorker(before, event);
    const made = workerCloudEvents({ event, before, after, by: commit.by.name });
    before = after;
    return made ?? byItsName(kind, id, { ...event });
  });
}

/** Of those for which nobody else has a name: `lcm.session.booked.v1`, with what the event says. */
function byItsName(kind: string, id: string, { type, ...fields }: StoredEvent): Made {
  const words = type.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, '-').toLowerCase();
  const name = words.startsWith(`${kind}-`) ? words.slice(kind.length + 1) : words;
  return { type: `lcm.${kind}.${name}.v1`, data: { aggregate_id: id, ...fields } };
}

interface Place {
  readonly commit: PublishedCommit;
  readonly index: number;
  readonly epoch: string;
}

function enveloped({ type, data }: Made, { commit, index, epoch }: Place): CloudEvent {
  return CloudEvent.parse({
    specversion: '1.0',
    id: `${commit.position}.${index}`,
    source: `urn:lablet-cloud-manager:${epoch}`,
    type,
    subject: commit.stream,
    time: toIso(commit.at),
    datacontenttype: 'application/json',
    correlationid: commit.correlationId,
    ...(commit.causationId !== undefined && { causationid: commit.causationId }),
    data,
  });
}

function workerEvents({ events }: Pick<Commit, 'events'>): readonly WorkerEvent[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a stream of a kind holds that kind's events
  return events as unknown as readonly WorkerEvent[];
}

/** Each worker as it was before a commit of its own; commits are asked for in the order of their versions. */
class WorkersBefore {
  readonly #known = new Map<string, { readonly version: number; readonly state: Worker | undefined }>();
  readonly #streams = new Map<string, readonly Commit[]>();
  readonly #store: StateStore;

  constructor(store: StateStore) {
    this.#store = store;
  }

  async before({ stream, version }: PublishedCommit): Promise<Worker | undefined> {
    const commits = this.#streams.get(stream) ?? (await this.#store.read(stream, 0));
    this.#streams.set(stream, commits);
    const known = this.#known.get(stream) ?? { version: 0, state: undefined };
    const between = commits.filter((commit) => commit.version > known.version && commit.version < version);
    const state = between.flatMap(workerEvents).reduce<Worker | undefined>(evolveWorker, known.state);
    this.#known.set(stream, { version: version - 1, state });
    return state;
  }
}
