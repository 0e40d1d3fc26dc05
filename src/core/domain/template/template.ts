import type { Instant } from '../../kernel/index.ts';
import type { WorkerSpec } from '../worker/index.ts';

/** A named shape of worker: data, not code. Its name is its id. */
export interface Template {
  readonly name: string;
  readonly description: string;
  readonly enabled: boolean;
  readonly spec: WorkerSpec;
  /** From asking for a new worker to CML available and licensed, at first; learned later. */
  readonly bootMinutes: number;
  readonly updatedAt: Instant;
}

export type TemplateEvent = {
  readonly type: 'TemplateDefined';
  readonly name: string;
  readonly description: string;
  readonly enabled: boolean;
  readonly spec: WorkerSpec;
  readonly bootMinutes: number;
  readonly at: Instant;
};

export function evolveTemplate(_template: Template | undefined, event: TemplateEvent): Template {
  const { name, description, enabled, spec, bootMinutes, at } = event;
  return { name, description, enabled, spec, bootMinutes, updatedAt: at };
}
