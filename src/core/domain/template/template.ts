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
  /** No new worker is planned when what its workers cost in a month, with what is booked, would go beyond it. */
  readonly monthlyBudgetUsd?: number | undefined;
  readonly updatedAt: Instant;
  /** Workers that were made from it keep what they are made of; the name may be used again. */
  readonly deletedAt?: Instant | undefined;
}

export type TemplateContent = Omit<Template, 'updatedAt' | 'deletedAt'>;

export type TemplateEvent =
  | ({ readonly type: 'TemplateDefined'; readonly at: Instant } & TemplateContent)
  | { readonly type: 'TemplateEnabled'; readonly at: Instant }
  | { readonly type: 'TemplateDisabled'; readonly at: Instant }
  | { readonly type: 'TemplateDeleted'; readonly reason?: string | undefined; readonly at: Instant };

/** Whether new workers may be made from it. */
export function isOffered({ enabled, deletedAt }: Pick<Template, 'enabled' | 'deletedAt'>): boolean {
  return enabled && deletedAt === undefined;
}

export function evolveTemplate(template: Template | undefined, event: TemplateEvent): Template {
  if (event.type === 'TemplateDefined') return defined(event);
  if (template === undefined) throw new Error(`${event.type} before TemplateDefined`);
  const { at } = event;
  if (event.type === 'TemplateDeleted') return { ...template, deletedAt: at, updatedAt: at };
  return { ...template, enabled: event.type === 'TemplateEnabled', updatedAt: at };
}

function defined({ type: _, at, ...content }: Extract<TemplateEvent, { type: 'TemplateDefined' }>): Template {
  return { ...content, updatedAt: at };
}
