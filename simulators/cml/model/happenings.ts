import type { Cml } from './cml.ts';
import type { Happening } from './state.ts';

const KEPT = 10_000;

/** Writes down what happens now, or at an instant that is already decided. */
export function happens(cml: Cml, happening: Omit<Happening, 'at'> & { at?: number }): void {
  const { happenings } = cml.state;
  happenings.push({ ...happening, at: happening.at ?? cml.clock.now() });
  if (happenings.length > KEPT + 500) happenings.splice(0, happenings.length - KEPT);
}

/** What was to happen to an element is called off: its state was changed before. */
export function callOff(cml: Cml, id: string): void {
  const now = cml.clock.now();
  cml.state.happenings = cml.state.happenings.filter((happening) => happening.id !== id || happening.at <= now);
}

/** What has happened by now, oldest first, after the given instant. */
export function happened(cml: Cml, after = Number.NEGATIVE_INFINITY): Happening[] {
  const now = cml.clock.now();
  return cml.state.happenings.filter(({ at }) => at > after && at <= now).toSorted((a, b) => a.at - b.at);
}

const nodeCategories: Readonly<Record<string, string>> = {
  QUEUED: 'queue_node',
  STARTED: 'start_node',
  BOOTED: 'boot_node',
  STOPPED: 'stop_node',
  DEFINED_ON_CORE: 'wipe_node',
};

export function nodeHappens(cml: Cml, lab: string, change: { node: string; state: string; at: number }): void {
  happens(cml, {
    at: change.at,
    category: nodeCategories[change.state] ?? null,
    event: change.state,
    element: 'NODE',
    id: change.node,
    lab,
    data: { lab_id: lab, node_id: change.node, state: change.state },
  });
}
