import type { Commit, CommitEvent } from './views.ts';

/** A place where a launch was tried, and why it went there. */
export interface LaunchTry {
  readonly place: string;
  readonly reason: string;
}

/** One attempt to have an instance: what became of it. */
export interface Launch {
  readonly number: number;
  readonly from: string;
  readonly by: string;
  readonly instanceId: string | undefined;
  readonly tries: readonly LaunchTry[];
  /** When its host first ran. */
  readonly upAt: string | undefined;
  readonly failure: LaunchFailure | undefined;
}

export interface LaunchFailure {
  readonly at: string;
  readonly reason: string;
  /** Our code for what EC2 refused, and the name of the older system. */
  readonly code: string | undefined;
  readonly exception: string | undefined;
}

function text(value: unknown, name: string): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const found: unknown = Reflect.get(value, name);
  return typeof found === 'string' || typeof found === 'number' ? String(found) : undefined;
}

function placeWords(event: CommitEvent): string {
  const type = text(event['place'], 'instanceType') ?? '';
  const zone = text(event['place'], 'zone');
  return zone === undefined ? `${type}, wherever EC2 has one` : `${type} in ${zone}`;
}

interface Seen {
  readonly event: CommitEvent;
  readonly commit: Commit;
}

const attempts: readonly string[] = ['WorkerLaunchPlaced', 'WorkerInstanceAssigned', 'WorkerLaunchFailed'];

/** All launches that a worker’s history tells of, the newest first. */
export function launchesOf(history: readonly Commit[]): readonly Launch[] {
  const launches: Launch[] = [];
  const seen = history
    .toSorted((a, b) => a.version - b.version)
    .flatMap((commit) => commit.events.map((event): Seen => ({ event, commit })));
  for (const one of seen) {
    const number = startedBy(one.event);
    if (number !== undefined && launches.at(-1)?.number !== number) launches.push(begun(number, one.commit));
    const last = launches.pop();
    if (last !== undefined) launches.push(after(last, one));
  }
  return launches.toReversed();
}

/** Of which launch the event is the first sign, or a later one. */
function startedBy(event: CommitEvent): number | undefined {
  return attempts.includes(event.type) ? Number(event['launch'] ?? 1) : undefined;
}

function begun(number: number, { at, by }: Commit): Launch {
  return { number, from: at, by: by.name, instanceId: undefined, tries: [], upAt: undefined, failure: undefined };
}

function after(launch: Launch, { event, commit }: Seen): Launch {
  switch (event.type) {
    case 'WorkerLaunchPlaced':
      return {
        ...launch,
        tries: [...launch.tries, { place: placeWords(event), reason: text(event, 'reason') ?? '' }],
      };
    case 'WorkerInstanceAssigned':
      return { ...launch, instanceId: text(event, 'instanceId') };
    case 'WorkerStatusChanged':
      return event['to'] === 'running' ? { ...launch, upAt: launch.upAt ?? commit.at } : launch;
    case 'WorkerLaunchFailed':
      return { ...launch, failure: failureOf(event, commit) };
    default:
      return launch;
  }
}

function failureOf(event: CommitEvent, { at }: Commit): LaunchFailure {
  const refusal = event['refusal'];
  return {
    at,
    reason: text(event, 'reason') ?? '',
    code: text(refusal, 'code'),
    exception: text(refusal, 'exception'),
  };
}
