import { History, HistoryOf } from '@lcm/core/contracts/history';
import { type Actor, may, type Permission } from '@lcm/core/domain/access';
import { maySeeNotice } from '@lcm/core/domain/notice';
import { maySeeTask } from '@lcm/core/domain/task';
import { ok, reject } from '@lcm/core/kernel';
import type { Commit, StateStore } from '@lcm/core/ports/state-store';
import type { Kind } from '../../application/aggregates.ts';
import { unknown } from '../../application/change.ts';
import { commitView } from '../../application/commit-view.ts';
import { labHistoryFor } from '../../application/lab-history.ts';
import { type Caller, defineQuery } from '../../application/operation.ts';
import { maySee } from '../../application/ownership.ts';
import { historyFor, withoutUnsaid } from '../../application/privacy.ts';
import type { Views } from '../../application/views.ts';
import { visibleLab } from '../../application/visible-lab.ts';

interface Deps {
  readonly store: StateStore;
  readonly views: Views;
}

const permissionFor = {
  worker: 'worker:read',
  session: 'session:own',
  definition: 'definition:read',
  template: 'template:read',
  job: 'system:read',
  settings: 'system:read',
  instance: 'worker:read',
  task: 'task:own',
  lab: 'lab:own',
  snapshot: 'worker:read',
  notice: 'session:own',
  content: 'content:read',
  election: 'system:read',
} as const satisfies Partial<Record<Kind, Permission>>;

/** Everything that was ever decided about one thing: it replays to the state that is shown. */
export const getHistory = defineQuery({
  name: 'GetHistory',
  summary: 'Everything that was ever decided about one thing',
  allow: 'worker:read',
  input: HistoryOf,
  output: History,
  async handle({ kind, id }, caller, { store, views }: Deps) {
    if (!mayRead(kind, id, { caller, views })) return reject(unknown(kind, id));
    const commits = await store.read(`${kind}/${id}`, 0);
    // A stream's own commits need no global position to be in order; the version says it.
    return ok({ items: toldTo(caller.actor, kind, commits).map((commit) => commitView({ ...commit, position: 0 })) });
  },
});

/** Who looks after such a thing, and reads all of what was decided about it. */
const keepers = { session: 'session:all', definition: 'content:read' } as const satisfies Partial<
  Record<Kind, Permission>
>;

function toldTo(actor: Actor, kind: Kind, commits: readonly Commit[]): readonly Commit[] {
  if (kind === 'worker') return historyFor(actor, commits);
  if (kind === 'lab') return labHistoryFor(actor, commits);
  const keeper: Partial<Record<Kind, Permission>> = keepers;
  const needed = keeper[kind];
  if (needed === undefined || may(actor, needed)) return commits;
  return commits.map((commit) => ({ ...commit, events: withoutUnsaid(commit.events) }));
}

function mayRead(
  kind: keyof typeof permissionFor,
  id: string,
  { caller, views }: { caller: Caller; views: Views },
): boolean {
  if (!may(caller.actor, permissionFor[kind]) || !views.isKnown(kind, id)) return false;
  const seesOne: Partial<Record<Kind, SeesOne>> = sight;
  return seesOne[kind]?.(id, caller.actor, views) ?? true;
}

type SeesOne = (id: string, actor: Actor, views: Views) => boolean;

/** Of what is not for everybody who may see some of its kind. */
const sight = {
  task: (id, actor, views) => isSeen(views.get('task', id)?.state, (task) => maySeeTask(actor, task)),
  lab: (id, actor, views) => visibleLab(id, { actor, views }).ok,
  notice: (id, actor, views) => isSeen(views.getKnown('notice', id)?.state, (notice) => maySeeNotice(actor, notice)),
  session: (id, actor, views) => isSeen(views.get('session', id)?.state, (session) => maySee(actor, session)),
} as const satisfies Partial<Record<Kind, SeesOne>>;

function isSeen<State>(state: State | undefined, sees: (state: State) => boolean): boolean {
  return state !== undefined && sees(state);
}
