import {
  completeTemplate,
  define,
  isOffered,
  type Template,
  type TemplateDraft,
  type TemplateEvent,
} from '@lcm/core/domain/template';
import type { FieldProblem } from '@lcm/core/domain/worker';
import { type Instant, ok, type Result, reject } from '@lcm/core/kernel';
import { templates } from './aggregates.ts';
import { unknown } from './change.ts';
import type { Caller, Rejection } from './operation.ts';
import type { Changed, Streams } from './streams.ts';

/** What is wrong with what somebody wrote, field by field. */
export function invalid(code: string, problems: readonly FieldProblem[]): Rejection {
  const message = `${problems.map(({ field, message: words }) => `${field}: ${words}`).join('; ')}.`;
  return { code, message, details: { fields: problems } };
}

interface Hand {
  readonly operation: string;
  readonly caller: Caller;
  readonly streams: Streams;
}

/** Makes or replaces the template that a draft means; `refuse` may object to what is there. */
export async function writeTemplate(
  draft: TemplateDraft,
  { streams, ...options }: Hand,
  refuse: (known: Template | undefined) => Rejection | undefined = () => undefined,
): Promise<Result<Changed<Template>, Rejection>> {
  const content = completeTemplate(draft);
  if (!content.ok) return reject(invalid('template.invalid', content.rejection));
  return streams.change({ aggregate: templates, id: draft.name }, options, (known, at) => {
    const refused = refuse(known);
    return refused === undefined ? ok(define(known, content.value, at)) : reject(refused);
  });
}

/** Changes a template that is there; one that was deleted is not. */
export async function changeTemplate(
  name: string,
  { streams, ...options }: Hand,
  decide: (template: Template, at: Instant) => readonly TemplateEvent[],
): Promise<Result<Changed<Template>, Rejection>> {
  return streams.change({ aggregate: templates, id: name }, options, (known, at) => {
    if (known === undefined || known.deletedAt !== undefined) return reject(unknown('template', name));
    return ok(decide(known, at));
  });
}

/** The template, if new workers may be made from it. */
export async function offered(streams: Streams, name: string): Promise<Result<Template, Rejection>> {
  const { state: template } = await streams.load(templates, name);
  if (template === undefined || template.deletedAt !== undefined) return reject(unknown('template', name));
  if (isOffered(template)) return ok(template);
  return reject({ code: 'template.disabled', message: `The template ${name} is switched off.` });
}
