import type { KeepRound, UnreadNode } from '@lcm/core/contracts/saved-configurations';
import type { SessionView } from '@lcm/core/contracts/session';
import { restorable } from '@lcm/core/domain/session';
import type { Instant } from '@lcm/core/kernel';
import { blobKey } from '@lcm/core/ports/blobs';
import type { NodeConfiguration } from '@lcm/core/ports/cml';
import { cmlOf, findLab } from '../session/lab-of-session.ts';
import { outcomeOf } from '../session/outcome-of.ts';
import { type KeptNode, keptNodes, storeNodes } from '../session/saved-configurations.ts';
import { type StepDeps, workerOf } from '../session/step-handler.ts';
import { isDown } from '../session/steps/stop-lab.ts';

interface Rounds {
  readonly before: KeepRound | undefined;
  readonly everyMs: number;
}

/**
 * One round: what each node runs is stored, and written to the session when it is something new. A node that cannot be read
 * keeps what it had; a round that comes to nothing leaves everything as it was. @throws ConflictError
 */
export async function keepWork(session: SessionView, rounds: Rounds, deps: StepDeps): Promise<KeepRound> {
  const triedAt = deps.clock.now();
  const round = { sessionId: session.id, everyMs: rounds.everyMs, triedAt };
  const keptAt = keptAtOf(session, rounds.before);
  const read = await readNodes(session, deps);
  if (typeof read === 'string') return { ...round, unread: rounds.before?.unread ?? [], keptAt, trouble: read };
  const { nodes, unread } = await withKept(read, keptAt, { session, deps });
  const said = { ...round, unread };
  if (unread.length > 0 && unread.length === nodes.length) return { ...said, keptAt, trouble: 'no node could be read' };
  const trouble = await store(session, { nodes, unread, at: triedAt }, deps);
  return trouble === undefined ? { ...said, keptAt: triedAt } : { ...said, keptAt, trouble };
}

/** When what would be put back was seen last. */
function keptAtOf(session: SessionView, before: KeepRound | undefined): Instant | undefined {
  const saved = restorable(session);
  if (saved === undefined) return undefined;
  return before?.keptAt !== undefined && before.keptAt > saved.at ? before.keptAt : saved.at;
}

/** Of all nodes that have a configuration; or why there is nothing to be read. */
async function readNodes(session: SessionView, deps: StepDeps): Promise<readonly NodeConfiguration[] | string> {
  const worker = await workerOf(session, deps);
  if (worker === undefined) return 'its worker is gone';
  const cml = cmlOf(worker, deps);
  if (cml === undefined) return `${worker.name} is ${worker.status}, its CML ${worker.service}`;
  try {
    const lab = await findLab(session, cml);
    if (lab === undefined) return `its lab is not on ${worker.name} any more`;
    if (isDown(lab)) return 'its lab is not running';
    const all = await cml.extractConfigurations(lab.id);
    return all.filter(({ configuration }) => configuration !== '');
  } catch (error) {
    return reasonOf(error);
  }
}

function reasonOf(error: unknown): string {
  const outcome = outcomeOf(error);
  return outcome.kind === 'not-yet' ? outcome.because : outcome.message;
}

interface Of {
  readonly session: SessionView;
  readonly deps: StepDeps;
}

interface Merged {
  readonly nodes: readonly KeptNode[];
  readonly unread: readonly UnreadNode[];
}

/** What was read; and of a node that was not, what was kept of it before, with the time when it ran that. */
async function withKept(
  read: readonly NodeConfiguration[],
  keptAt: Instant | undefined,
  { session, deps }: Of,
): Promise<Merged> {
  const isAll = read.every(({ unread }) => unread === undefined);
  const before = isAll ? [] : await keptNodes(session, deps);
  const nodes: KeptNode[] = [];
  const unread: UnreadNode[] = [];
  for (const { unread: why, ...node } of read) {
    const kept: KeptNode = why === undefined ? node : asKept(node, before, keptAt);
    nodes.push(kept);
    if (why !== undefined) unread.push({ node: node.label, reason: why.reason, asOf: kept.asOf });
  }
  return { nodes, unread };
}

function asKept(
  { label, configuration }: KeptNode,
  before: readonly KeptNode[],
  keptAt: Instant | undefined,
): KeptNode {
  const known = before.find((one) => one.label === label);
  return known === undefined ? { label, configuration } : { ...known, asOf: known.asOf ?? keptAt };
}

interface Found extends Merged {
  readonly at: Instant;
}

/** Why it could not be stored, if it could not. With something new what was kept before the last is removed. */
async function store(session: SessionView, { nodes, unread, at }: Found, deps: StepDeps): Promise<string | undefined> {
  try {
    const saved = { key: await storeNodes(session, nodes, deps), at, own: true } as const;
    const removed = saved.key === session.saved?.key ? [] : await removeReplaced(session, saved.key, deps);
    const report = { type: 'configurations-kept', saved, unread: unread.map(({ node }) => node), removed } as const;
    const told = await deps.controlPlane.send(
      'ReportSession',
      { sessionId: session.id, expectedVersion: session.version, report },
      { fence: deps.leadership.fence(), correlationId: session.id, causationId: 'keep-work' },
    );
    return told.ok ? undefined : told.rejection.message;
  } catch (error) {
    return reasonOf(error);
  }
}

async function removeReplaced(
  { replaced = [] }: SessionView,
  current: string,
  { blobs, leadership }: StepDeps,
): Promise<readonly string[]> {
  // A successor may keep the same again: who has lost the lead removes nothing.
  if (!leadership.mayAct()) return [];
  const superfluous = replaced.filter((key) => key !== current);
  await Promise.all(superfluous.map(async (key) => blobs.delete(blobKey(key))));
  return superfluous;
}
