import type { Worker, WorkerEvent } from '@lcm/core/domain/worker';

/** A CloudEvent before its envelope: names and fields are those that listeners of the older system know. */
export interface Made {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** One event of a worker with the worker before it and after it. */
export interface WorkerStep<Type extends WorkerEvent['type'] = WorkerEvent['type']> {
  readonly event: Extract<WorkerEvent, { type: Type }>;
  readonly before: Worker | undefined;
  readonly after: Worker;
  readonly by: string;
}

export type Makers = { readonly [Type in WorkerEvent['type']]?: (step: WorkerStep<Type>) => readonly Made[] };

export function made(name: string, data: Made['data']): Made {
  return { type: `cml_worker.${name}.v1`, data };
}
