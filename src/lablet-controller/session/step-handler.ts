import type { DefinitionView } from '@lcm/core/contracts/definition';
import type { SessionView } from '@lcm/core/contracts/session';
import type { WorkerView } from '@lcm/core/contracts/worker';
import type { GradingEngineName } from '@lcm/core/domain/grading';
import type { StepOutput } from '@lcm/core/domain/session';
import type { Clock } from '@lcm/core/kernel';
import type { Blobs } from '@lcm/core/ports/blobs';
import type { CmlServers } from '@lcm/core/ports/cml';
import type { Consoles } from '@lcm/core/ports/consoles';
import type { ControlPlane } from '@lcm/core/ports/control-plane';
import type { GradingEngines } from '@lcm/core/ports/grading-engine';
import type { LabDeliveries, LabDelivery } from '@lcm/core/ports/lab-delivery';
import type { Leadership } from '../leadership.ts';

/** How far a step is. `not-yet` reports nothing: the step goes on at the next look. */
export type StepOutcome =
  | { readonly kind: 'done'; readonly message: string; readonly output?: StepOutput | undefined }
  | { readonly kind: 'skipped'; readonly message: string }
  | {
      readonly kind: 'not-yet';
      readonly because: string;
      /** Because the delivery system does not answer. */
      readonly withoutDelivery?: boolean | undefined;
      /** Because this engine does not grade now. */
      readonly withoutGrader?: GradingEngineName | undefined;
    }
  /** The session goes on without it, and it is done later. */
  | { readonly kind: 'deferred'; readonly message: string }
  | { readonly kind: 'failed'; readonly message: string };

export interface StepDeps {
  readonly controlPlane: ControlPlane;
  readonly cml: CmlServers;
  readonly deliveries: LabDeliveries;
  /** Without it nodes are not asked, and rules about what they print are not gradable. */
  readonly consoles?: Consoles | undefined;
  readonly blobs: Blobs;
  readonly clock: Clock;
  readonly leadership: Leadership;
  readonly cmlAccess: { readonly username: string; readonly password: string };
  /** Where candidates reach the consoles of a worker. */
  readonly deviceHostOf: (worker: Pick<WorkerView, 'publicIp' | 'privateIp'>) => string | undefined;
  readonly graders: GradingEngines;
}

/**
 * One step of a pipeline. It brings the step on by what is missing and says how far it is; it never waits. Called
 * again after a crash it finds what an earlier attempt left, so that no effect happens twice.
 */
export type StepHandler = (session: SessionView, deps: StepDeps) => Promise<StepOutcome>;

export function done(message: string, output?: StepOutput): StepOutcome {
  return { kind: 'done', message, output };
}

export function skipped(message: string): StepOutcome {
  return { kind: 'skipped', message };
}

export function notYet(because: string): StepOutcome {
  return { kind: 'not-yet', because };
}

export function failed(message: string): StepOutcome {
  return { kind: 'failed', message };
}

export async function definitionOf(session: SessionView, { controlPlane }: StepDeps): Promise<DefinitionView> {
  const definition = await controlPlane.get('definition', session.definition.id);
  if (definition === undefined) throw new Error(`its definition ${session.definition.id} is unknown`);
  return definition;
}

/** The delivery system in which its delivery is. */
export function deliveryOf({ delivery }: SessionView, { deliveries }: Pick<StepDeps, 'deliveries'>): LabDelivery {
  return deliveries.at(delivery?.deployment);
}

export async function workerOf(session: SessionView, { controlPlane }: StepDeps): Promise<WorkerView | undefined> {
  return session.placement && controlPlane.get('worker', session.placement.workerId);
}
