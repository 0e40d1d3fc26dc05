import { simulationStats } from './http/statistics.ts';
import { stateOfLink } from './http/views.ts';
import { strike } from './model/faults.ts';
import { happened } from './model/happenings.ts';
import type { CmlModel } from './model/model.ts';
import { labState, linkState } from './model/power.ts';
import type { Happening, Properties } from './model/state.ts';
import { systemStats } from './model/system.ts';

const POLL_MS = 300;
const STATISTICS_EVERY_MS = 3_300;

/** What `/ws/ui` tells, in one frame. */
export interface Frame {
  readonly event_type: string;
  readonly event?: string | undefined;
  readonly element_type?: string | undefined;
  readonly element_id?: string | undefined;
  readonly lab_id?: string | null | undefined;
  readonly data?: Properties | undefined;
}

/** The connection breaks, without a word of farewell. */
export class EventsCut extends Error {
  override readonly name = 'EventsCut';
}

/**
 * What happens from now on, in rounds of the server's own clock, and its statistics, the first of them at once.
 * `undefined` is a round without any. Ends when it is told to; the end of the server cuts it. @throws EventsCut
 */
export async function* watchEvents(cml: CmlModel, signal: AbortSignal): AsyncGenerator<Frame | undefined> {
  const rounds = new Rounds(cml);
  while (!signal.aborted) {
    if (cml.phase !== 'ready' || strike(cml, 'events-cut', 'events')) throw new EventsCut();
    if (strike(cml, 'events-close', 'events')) return;
    const frames = rounds.next();
    yield* frames;
    if (frames.length > 0) continue;
    yield undefined;
    await cml.clock.sleep(POLL_MS, signal);
  }
}

class Rounds {
  readonly #cml: CmlModel;
  readonly #told: WeakSet<Happening>;
  #since: number;
  #statisticsAt: number;

  constructor(cml: CmlModel) {
    const now = cml.clock.now();
    this.#cml = cml;
    this.#since = now;
    this.#statisticsAt = now;
    this.#told = new WeakSet(happened(cml, now - 1));
  }

  /** What is new since the last round, less what gets lost. */
  next(): readonly Frame[] {
    const cml = this.#cml;
    const frames = [...this.#news().flatMap((one) => framesOf(cml, one)), ...this.#statistics()];
    if (strike(cml, 'events-silent', 'events')) return [];
    return frames.filter(({ event_type: type }) => !strike(cml, 'events-drop', type));
  }

  #news(): readonly Happening[] {
    // Two things may happen at one instant, of which the last round has seen only one.
    const news = happened(this.#cml, this.#since - 1).filter((one) => !this.#told.has(one));
    for (const one of news) this.#told.add(one);
    this.#since = this.#cml.clock.now();
    return news;
  }

  #statistics(): readonly Frame[] {
    const now = this.#cml.clock.now();
    if (now < this.#statisticsAt) return [];
    this.#statisticsAt = now + STATISTICS_EVERY_MS;
    return statistics(this.#cml);
  }
}

function statistics(cml: CmlModel): Frame[] {
  const running = cml.state.labs.filter((lab) => labState(cml, lab) === 'STARTED');
  return [
    { event_type: 'system_stats', data: systemStats(cml) },
    ...running.map((lab) => ({ event_type: 'lab_stats', lab_id: lab.id, data: simulationStats(cml, lab) })),
  ];
}

const changes: Readonly<Record<string, string>> = { ADD: 'created', REMOVE: 'deleted', CHANGE: 'modified' };

function framesOf(cml: CmlModel, { element, event, id, lab, data }: Happening): Frame[] {
  const change = changes[event];
  const common = { element_id: id, lab_id: lab, data };
  if (element === 'NODE' && change === undefined)
    return [{ event_type: 'state_change', event, element_type: 'node', ...common }, ...portFrames(cml, { id, lab })];
  if (element === 'NODE') return [{ event_type: 'lab_element_event', event: change, element_type: 'node', ...common }];
  const labEvent = change ?? (event === 'STATE_CHANGED' ? 'state' : undefined);
  if (element !== 'LAB' || labEvent === undefined) return [];
  return [{ event_type: 'lab_event', event: labEvent, element_type: 'lab', ...common }];
}

/** The interfaces of a node, and the cables at them, come and go with it; as they are by now. */
function portFrames(cml: CmlModel, { id, lab: labId }: { id: string; lab: string | null }): Frame[] {
  const lab = cml.state.labs.find((one) => one.id === labId);
  const node = lab?.nodes.find((one) => one.id === id);
  if (!lab || !node) return [];
  const own = new Set(node.interfaces.map((one) => one.id));
  const cables = lab.links.filter(({ a, b }) => own.has(a) || own.has(b));
  const told = [
    ...node.interfaces.map((one) => ['interface', one.id, linkState(cml, [node])] as const),
    ...cables.map((link) => ['link', link.id, stateOfLink(cml, lab, link)] as const),
  ];
  return told.map(([element_type, element_id, event]) => {
    return { event_type: 'state_change', event, element_type, element_id, lab_id: lab.id };
  });
}
