import type { SessionId } from '../session/session-id.ts';
import type { Reservation, Worker } from '../worker/index.ts';
import { mayHoldPorts } from './foreign-ports.ts';
import type { LabPort, LabRecord } from './lab.ts';
import type { LabRecordId } from './lab-id.ts';

/**
 * How what labs hold differs from what the calendar promises. `unpromised`: a lab holds what no session was promised; no
 * session gets it while the lab is there. `clash`: a lab holds what another session was promised, and whoever was first has
 * it. `closed`: the lab of a session does not open what was promised for it.
 */
export const portDrifts = ['unpromised', 'clash', 'closed'] as const;
export type PortDrift = (typeof portDrifts)[number];

interface PortHolder extends Omit<LabPort, 'port'> {
  readonly labRecordId: LabRecordId;
  readonly title: string;
  /** The session that has the lab. */
  readonly sessionId?: SessionId | undefined;
}

interface PortPromise extends Pick<Reservation, 'sessionId' | 'from' | 'until'> {
  readonly reservationId: Reservation['id'];
  /** In the definition: `PC1_serial`. */
  readonly name: string;
}

/** One port among those of a worker's sessions that somebody was promised, or some lab holds. */
export interface PortUse {
  readonly port: number;
  readonly promised?: PortPromise | undefined;
  readonly held: readonly PortHolder[];
  readonly drift?: PortDrift | undefined;
  /** Whose tags are other than promised: what is set right when its ports are settled. */
  readonly drifted?: LabRecordId | undefined;
}

type Host = Pick<Worker, 'id' | 'launch' | 'spec' | 'reservations'>;

/** Ascending. What an earlier launch had is gone with it, and ports outside the range are no business of sessions. */
export function portUses({ id, launch, spec, reservations }: Host, labs: readonly LabRecord[]): readonly PortUse[] {
  const { first, last } = spec.portRange;
  const here = labs.filter((lab) => lab.workerId === id && lab.launch === launch && mayHoldPorts(lab));
  const promises = new Map(Object.values(reservations).flatMap(promisesIn));
  const holders = Map.groupBy(here.flatMap(holdersIn), ([port]) => port);
  const ports = [...new Set([...promises.keys(), ...holders.keys()])].filter((port) => port >= first && port <= last);
  return ports
    .toSorted((a, b) => a - b)
    .map((port) => {
      const held = (holders.get(port) ?? []).map(([, holder]) => holder);
      const promised = promises.get(port);
      return { port, promised, held, ...driftOf(promised, { held, labs: here }) };
    });
}

function promisesIn({ id, sessionId, from, until, ports }: Reservation): readonly (readonly [number, PortPromise])[] {
  return Object.entries(ports).map(([name, port]) => [port, { reservationId: id, sessionId, from, until, name }]);
}

function holdersIn({ id, facts, session }: LabRecord): readonly (readonly [number, PortHolder])[] {
  const own = { labRecordId: id, title: facts.title, sessionId: session?.id };
  return facts.ports.map(({ port, label, protocol }) => [port, { ...own, label, protocol }]);
}

interface Found {
  readonly held: readonly PortHolder[];
  readonly labs: readonly LabRecord[];
}

function driftOf(promised: PortPromise | undefined, { held, labs }: Found): Pick<PortUse, 'drift' | 'drifted'> {
  if (promised === undefined) return drift('unpromised', held[0]?.labRecordId);
  const other = held.find(({ sessionId }) => sessionId !== promised.sessionId);
  if (other !== undefined) return drift('clash', other.labRecordId);
  // Before it is up its ports are still to be set, and once it goes down nobody needs them.
  const lab = labs.find(({ session }) => session?.id === promised.sessionId && session.phase === 'up');
  return lab === undefined || held.length > 0 ? {} : drift('closed', lab.id);
}

function drift(kind: PortDrift, drifted: LabRecordId | undefined): Pick<PortUse, 'drift' | 'drifted'> {
  return { drift: kind, drifted };
}
