import {
  type Concern,
  concernsOf,
  deliveryConcerns,
  graderConcerns,
  holdsAt,
  isOpen,
  defaultConcernLimits as limits,
  type Task,
} from '@lcm/core/domain/task';
import { type Instant, instant } from '@lcm/core/kernel';
import type { SimWorld } from '../sim-world.ts';

/** What has just begun or just ended may not be noticed yet: another control plane may have to begin first. */
const graceMs = 2 * 60_000;

/** Whatever needs a person has its one task, unless somebody has closed that; and what is over has none that is open. */
export function checkTasks({ auditor, clock }: SimWorld): void {
  const now = clock.now();
  const concerns = concernsIn(auditor);
  const [before, at] = [keysOf(concerns, instant(now - graceMs)), keysOf(concerns, now)];
  const raised = [...auditor.tasks.values()].flatMap((task) => raisedAs(task) ?? []);
  const lasting = new Set(raised.filter(({ lasts }) => lasts).map(({ key }) => key));
  const open = raised.filter((task) => task.open).map(({ key }) => key);
  const missing = [...at].filter((key) => before.has(key) && !lasting.has(key));
  const needless = open.filter((key) => !at.has(key) && !before.has(key));
  const twice = open.filter((key, index) => open.indexOf(key) !== index);
  for (const key of missing) auditor.report('I11', `${key} has no task`);
  for (const key of needless) auditor.report('I11', `the task of ${key} is still open`);
  for (const key of twice) auditor.report('I11', `${key} has two open tasks`);
}

interface Raised {
  readonly key: string;
  /** Whether what it was raised for is said to go on. */
  readonly lasts: boolean;
  readonly open: boolean;
}

function concernsIn({ workers, sessions, definitions, labs }: SimWorld['auditor']): readonly Concern[] {
  return [
    ...[...workers.values()].flatMap((worker) => concernsOf('worker', worker, limits)),
    ...[...sessions.values()].flatMap((session) => concernsOf('session', session, limits)),
    ...[...definitions.values()].flatMap((definition) => concernsOf('definition', definition, limits)),
    ...deliveryConcerns([...sessions.values()], limits),
    ...graderConcerns([...sessions.values()], limits),
    ...[...labs.values()].flatMap((lab) => concernsOf('lab', lab, limits)),
  ];
}

function keysOf(concerns: readonly Concern[], at: Instant): ReadonlySet<string> {
  const holding = concerns.filter((concern) => holdsAt(concern, at));
  return new Set(holding.map(({ cause, subject }) => `${cause} of ${subject.kind}/${subject.id}`));
}

/** Undefined of tasks that the simulation does not follow: of events that came in, and of people. */
function raisedAs(task: Task): Raised | undefined {
  const { cause, subject } = task;
  if (cause === undefined || subject === undefined || subject.kind === 'inbox') return undefined;
  const key = `${cause.cause} of ${subject.kind}/${subject.id}`;
  return { key, lasts: cause.endedAt === undefined, open: isOpen(task) };
}
