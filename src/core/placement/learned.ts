import type { DefinitionId } from '../domain/definition/index.ts';
import type { Session } from '../domain/session/index.ts';
import { type BootKind, bootKinds, nearlyAll, nineteenOfTwenty, type Worker } from '../domain/worker/index.ts';

/**
 * How long hosts and labs really take, where enough of them are known: in milliseconds, what labs hardly ever exceed, and
 * hosts once in twenty times. A host that is late is rarely late for a lab that is slow too: what that has over makes up for
 * it, and a host that is asked for earlier is paid for each time.
 */
export interface Learned {
  /** From EC2 being asked until CML is available, by what the host is made of. */
  readonly hosts: ReadonlyMap<string, Readonly<Partial<Record<BootKind, number | undefined>>>>;
  /** From a host that is ready until every node of the lab is up. */
  readonly labs: ReadonlyMap<DefinitionId, number>;
}

/** What a host was made of: its template, or its type where a person specified it. */
export interface HostKind {
  readonly template: string;
  readonly spec: Pick<Worker['spec'], 'instanceType'>;
}

/** Names of templates have no dot, those of instance types have one: neither is taken for the other. */
export function hostKindOf({ template, spec }: HostKind): string {
  return template === '' ? spec.instanceType : template;
}

type Booted = HostKind & Pick<Worker, 'boots'>;
type Prepared = Pick<Session, 'progress'> & { readonly definition: Pick<Session['definition'], 'id'> };

/** Only the newest count: images grow, and EC2 is not what it was last year. */
const newest = 50;

/** Pure: what workers, those that have ended too, and sessions tell of it. */
export function learn(workers: readonly Booted[], sessions: readonly Prepared[]): Learned {
  const booted = workers.filter(({ boots }) => boots !== undefined && boots.recent.length > 0);
  const hosts = [...Map.groupBy(booted, hostKindOf)].map(([kind, alike]) => [kind, hostTimes(alike)] as const);
  const prepared = sessions.flatMap((session) => labTime(session) ?? []);
  const labs = [...Map.groupBy(prepared, ({ of }) => of)].flatMap(([of, times]) => {
    const ms = nearlyAll(newestOf(times));
    return ms === undefined ? [] : [[of, ms] as const];
  });
  return { hosts: new Map(hosts), labs: new Map(labs) };
}

function hostTimes(workers: readonly Booted[]): Partial<Record<BootKind, number | undefined>> {
  const all = workers.flatMap(({ boots }) => boots?.recent ?? []);
  const times = (kind: BootKind): number | undefined =>
    nineteenOfTwenty(newestOf(all.filter((boot) => boot.kind === kind)));
  return Object.fromEntries(bootKinds.map((kind) => [kind, times(kind)]));
}

function newestOf(times: readonly { readonly from: number; readonly ms: number }[]): readonly number[] {
  const latest = times.toSorted((a, b) => b.from - a.from).slice(0, newest);
  return latest.map(({ ms }) => ms);
}

/**
 * Without the wait for its host, which has a lead time of its own, and without what others than CML made of it. Starts from
 * warm labs count as they were: as long as some are imported afresh, what those take is what nearly all do not exceed.
 */
function labTime(
  session: Prepared,
): { readonly of: DefinitionId; readonly from: number; readonly ms: number } | undefined {
  const took = preparedIn(session);
  return took && { of: session.definition.id, ...took };
}

/** How long its lab took to come up once its host was ready, and from when on; undefined until it was up. */
export function preparedIn({
  progress: { instantiate },
}: Pick<Session, 'progress'>): { readonly from: number; readonly ms: number } | undefined {
  const from = instantiate?.['await_worker']?.endedAt;
  const start = instantiate?.['start_lab'];
  if (from === undefined || start?.status !== 'done' || start.endedAt === undefined) return undefined;
  return { from, ms: Math.max(0, start.endedAt - from) };
}
