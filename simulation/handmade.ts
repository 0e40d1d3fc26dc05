import { Refusal } from '@lcm/cml-simulator/model/cml';
import { importLab } from '@lcm/cml-simulator/model/import-export';
import { deleteLab, getLab, labConverged, startLab, stopLab, title, wipeLab } from '@lcm/cml-simulator/model/labs';
import type { CmlModel } from '@lcm/cml-simulator/model/model';
import { labState } from '@lcm/cml-simulator/model/power';
import type { Lab } from '@lcm/cml-simulator/model/state';
import { isResting } from '@lcm/core/domain/worker';
import type { SimWorld } from './sim-world.ts';

const minute = 60_000;
const hour = 60 * minute;

const topology = `
lab: {title: by hand, version: 0.3.0}
nodes: [{id: n0, label: R1, node_definition: iosv, x: 0, y: 0, interfaces: []}]
links: []
`;

/** Nobody's session, so that nobody but its maker ends it. */
export function isHandmade(lab: Lab): boolean {
  return title(lab) === 'by hand';
}

/** Somebody who makes a lab on a host now and then, in CML and past the calendar. */
export async function tinker(world: SimWorld, going: () => boolean): Promise<void> {
  const { clock, random } = world;
  while (going()) {
    await clock.sleep(random.next() * 20 * hour);
    const up = world.cmlServers().filter(([, cml]) => cml.phase === 'ready');
    const [instance, cml] = up[Math.floor(random.next() * up.length)] ?? [];
    if (instance === undefined || cml === undefined || !going()) continue;
    await work(world, { instance, cml });
  }
}

interface Desk {
  readonly instance: string;
  readonly cml: CmlModel;
}

/** Starts a lab, leaves it alone for some hours, and clears up; a host that is taken away meanwhile is looked into. */
async function work(world: SimWorld, desk: Desk): Promise<void> {
  const { clock, random } = world;
  const { cml } = desk;
  const owner = cml.state.users[0]?.id ?? '';
  const lab = attempt(() => getLab(cml, importLab(cml, topology, { owner }).id));
  if (lab === undefined) return;
  const startedAt = clock.now();
  const until = startedAt + random.next() * 6 * hour;
  attempt(() => startLab(cml, lab));
  let wasRunning = labState(cml, lab) === 'STARTED';
  while (wasRunning && clock.now() < until) {
    await clock.sleep(5 * minute);
    world.tend();
    wasRunning = labState(cml, lab) === 'STARTED';
    if (!wasRunning) checkNotForIdling(world, desk, startedAt);
  }
  await clearUp(world, cml, lab);
}

/**
 * I6 for people without a session: whoever ended their work, it was not a rule that found the host unused. Who had looked
 * before the lab was started, and was stopped before the order left them, could not know.
 */
function checkNotForIdling({ auditor, earlyEnds }: SimWorld, { instance }: Desk, startedAt: number): void {
  if ((earlyEnds.takenAt.get(instance) ?? startedAt) < startedAt) return;
  const worker = [...auditor.workers.values()].find(({ instanceId }) => instanceId === instance);
  if (worker === undefined || !isResting(worker)) return;
  auditor.report('I6', `${worker.id} was stopped as unused while somebody’s lab ran on it: ${worker.desiredReason}`);
}

async function clearUp({ clock }: SimWorld, cml: CmlModel, lab: Lab): Promise<void> {
  for (const step of [stopLab, wipeLab, deleteLab]) {
    while (!labConverged(cml, lab)) await clock.sleep(minute);
    attempt(() => step(cml, lab));
  }
}

/** CML may refuse, for want of a licence for one; then its labs stay as they are. */
function attempt<Value>(act: () => Value): Value | undefined {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return undefined;
  }
}
