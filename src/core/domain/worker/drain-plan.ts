import type { Instant } from '../../kernel/index.ts';

/** What becomes of sessions that are still on the host when the time of a drain is up. */
export const drainEnds = ['keep-waiting', 'force'] as const;
export type DrainEnd = (typeof drainEnds)[number];

interface DrainForce {
  readonly at: Instant;
  readonly reason: string;
  /** Absent where its time was up. */
  readonly by?: string | undefined;
}

/** How a drain goes on where it is not left to the sessions alone. */
export interface DrainPlan {
  readonly endsAt?: Instant | undefined;
  readonly whenTimeIsUp: DrainEnd;
  /** The sessions on it are being ended. */
  readonly forced?: DrainForce | undefined;
}

export type DrainEvent =
  | {
      readonly type: 'WorkerDrainTimed';
      /** Without one: for as long as it takes. */
      readonly endsAt?: Instant | undefined;
      readonly whenTimeIsUp: DrainEnd;
      readonly reason: string;
      readonly at: Instant;
    }
  | (DrainForce & { readonly type: 'WorkerDrainForced' });

const drainTypes = ['WorkerDrainTimed', 'WorkerDrainForced'] as const satisfies readonly DrainEvent['type'][];

export function isAboutDrain(event: { readonly type: string }): event is DrainEvent {
  return drainTypes.some((type) => type === event.type);
}

export function evolveDrain(before: DrainPlan | undefined, event: DrainEvent): DrainPlan {
  const { reason, at } = event;
  if (event.type === 'WorkerDrainForced') {
    return { ...(before ?? { whenTimeIsUp: 'keep-waiting' }), forced: { at, reason, by: event.by } };
  }
  return { ...before, endsAt: event.endsAt, whenTimeIsUp: event.whenTimeIsUp };
}
