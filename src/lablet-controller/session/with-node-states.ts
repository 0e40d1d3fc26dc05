import type { SessionView } from '@lcm/core/contracts/session';
import type { SessionReport } from '@lcm/core/domain/session';
import { CmlError, type CmlNode } from '@lcm/core/ports/cml';
import { cmlOf, findLab } from './lab-of-session.ts';
import { type StepDeps, workerOf } from './step-handler.ts';

/** Steps that go wrong because of something in the lab; the others fail before it or beside it. */
const stepsOnLab: readonly string[] = [
  'assign_ports',
  'start_lab',
  'extract_configurations',
  'collect_again',
  'ask_nodes',
  'stop_lab',
  'wipe_lab',
  'delete_lab',
  'save_configurations',
  'initial_configurations',
];

/** A failure with how the nodes stood at that moment: nobody can look at the lab when somebody reads this. */
export async function withNodeStates(
  session: SessionView,
  report: SessionReport,
  deps: StepDeps,
): Promise<SessionReport> {
  if (report.type !== 'step-failed' || session.lab === undefined || !stepsOnLab.includes(report.step)) return report;
  const states = await nodeStates(session, deps);
  return states === undefined ? report : { ...report, message: `${report.message} (${states})` };
}

/** None where CML does not tell either. */
async function nodeStates(session: SessionView, deps: StepDeps): Promise<string | undefined> {
  const worker = await workerOf(session, deps);
  const cml = worker && cmlOf(worker, deps);
  if (cml === undefined) return undefined;
  try {
    const lab = await findLab(session, cml);
    return lab === undefined ? 'there is no lab any more' : wordsFor(await cml.nodes(lab.id));
  } catch (error) {
    if (error instanceof CmlError) return undefined;
    throw error;
  }
}

const mostNamed = 8;

/** By name where somebody has to look. */
function wordsFor(nodes: readonly CmlNode[]): string {
  const [first] = nodes;
  if (first !== undefined && nodes.every(({ state }) => state === first.state)) return `every node is ${first.state}`;
  const up = nodes.filter(({ state }) => state === 'BOOTED');
  const named = nodes.filter(({ state }) => state !== 'BOOTED').map(({ label, state }) => `${label} is ${state}`);
  const shown = named.slice(0, mostNamed);
  const more = named.length > shown.length ? [`${named.length - shown.length} more are not up`] : [];
  return [...shown, ...more, `${up.length} of ${nodes.length} nodes are BOOTED`].join(', ');
}
