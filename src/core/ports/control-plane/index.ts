import type { ControllerCommandInput, ControllerCommandName, View, ViewKind } from '../../contracts/control-plane.ts';
import type { Fence } from '../../contracts/primitives.ts';
import type { WorkerId } from '../../domain/worker/index.ts';
import type { Result } from '../../kernel/index.ts';

export { ConflictError, SupersededError } from '../state-store/index.ts';

export interface SendOptions {
  readonly fence: Fence;
  /** What everything that follows from one request of the outside shares: the session's or worker's id where there is none. */
  readonly correlationId: string;
  readonly causationId?: string | undefined;
}

/** Why the control plane refused, in words and as data. */
export interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly details?: Readonly<Record<string, unknown>> | undefined;
}

/**
 * The only writer of state, as controllers need it: over HTTP, or in the same process with the same JSON in between.
 * Reads show every write that this controller has been answered, and never less than an earlier read, whichever replica
 * answers. Every adapter passes `contract.ts`.
 */
export interface ControlPlane {
  /** The coordination store has news of that position: reads from now on show it, or fail. */
  heardOf(news: { readonly epoch?: string | undefined; readonly position: number }): void;
  list<Kind extends ViewKind>(kind: Kind): Promise<readonly View<Kind>[]>;
  get<Kind extends ViewKind>(kind: Kind, id: string): Promise<View<Kind> | undefined>;
  /** The token that was given for this worker; `undefined` when none was, or it cannot be opened any more. Only its controller may ask. */
  licenseToken(workerId: WorkerId): Promise<string | undefined>;
  /**
   * @throws ConflictError when the thing changed since `expectedVersion`: look again
   * @throws SupersededError when a later leader has spoken: stop leading
   * @throws ControlPlaneError when no answer came: whether it took effect is unknown
   */
  send<Name extends ControllerCommandName>(
    name: Name,
    input: ControllerCommandInput<Name>,
    options: SendOptions,
  ): Promise<Result<{ readonly position: number }, Refusal>>;
}

export class ControlPlaneError extends Error {
  override readonly name = 'ControlPlaneError';
}
