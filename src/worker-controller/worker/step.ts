import type { WorkerReport } from '@lcm/core/domain/worker';
import type { InstanceId } from '@lcm/core/ports/instances';

/** The one thing to do next about a worker. `because` is for an operator to read. */
export type Step =
  | { readonly do: 'wait'; readonly ms: number; readonly because: string }
  | { readonly do: 'report'; readonly report: WorkerReport }
  | { readonly do: 'ask-stop'; readonly because: string }
  | { readonly do: 'launch' }
  | { readonly do: 'start'; readonly instance: InstanceId; readonly because: string }
  | { readonly do: 'stop'; readonly instance: InstanceId; readonly because: string }
  | {
      readonly do: 'terminate';
      readonly instance: InstanceId;
      readonly because: string;
      /** What the accepted call proves, when nothing has been seen of the instance for long enough. */
      readonly proves?: WorkerReport | undefined;
    }
  | { readonly do: 'end-leftover'; readonly instance: InstanceId }
  | { readonly do: 'tag'; readonly instance: InstanceId; readonly tags: Readonly<Record<string, string>> }
  | { readonly do: 'untag'; readonly instance: InstanceId; readonly keys: readonly string[] }
  | { readonly do: 'monitor'; readonly instance: InstanceId; readonly detailed: boolean }
  | { readonly do: 'register-license'; readonly because: string }
  /** Labs are stopped for it when the host ends anyway, and never by an order to give the licence back. */
  | { readonly do: 'deregister-license'; readonly stopsLabs: boolean; readonly because: string }
  | { readonly do: 'renew-license'; readonly because: string };

export function wait(ms: number, because: string): Step {
  return { do: 'wait', ms, because };
}

export function tell(report: WorkerReport): Step {
  return { do: 'report', report };
}
