import { type Instant, ok, type Result, reject } from '../../kernel/index.ts';
import { instanceTypeOf } from '../instance-type/index.ts';
import { completeSpec, type FieldProblem, type SpecDraft } from '../worker/index.ts';
import type { Template, TemplateContent, TemplateEvent } from './template.ts';

/** A template as people write it: what a known instance type says need not be said again. */
export interface TemplateDraft extends Pick<Template, 'name' | 'description' | 'enabled' | 'monthlyBudgetUsd'> {
  readonly spec: SpecDraft;
  readonly bootMinutes?: number | undefined;
}

/** The template that a draft means, with everything that is wrong with it at once. */
export function completeTemplate(draft: TemplateDraft): Result<TemplateContent, readonly FieldProblem[]> {
  const { name, description, enabled, monthlyBudgetUsd } = draft;
  const spec = completeSpec(draft.spec);
  const bootMinutes = draft.bootMinutes ?? instanceTypeOf(draft.spec.instanceType)?.bootMinutes;
  const problems = spec.ok ? [] : spec.rejection.map((each) => ({ ...each, field: `spec.${each.field}` }));
  if (bootMinutes === undefined) {
    const message = `the instance type ${draft.spec.instanceType} is not known here: say how long a boot takes`;
    return reject([...problems, { field: 'bootMinutes', message }]);
  }
  if (!spec.ok) return reject(problems);
  const content = { name, description, enabled, spec: spec.value, bootMinutes };
  return ok(monthlyBudgetUsd === undefined ? content : { ...content, monthlyBudgetUsd });
}

/** From now on workers of this name are made of that; saying the same again changes nothing. */
export function define(template: Template | undefined, content: TemplateContent, at: Instant): TemplateEvent[] {
  const isSame = template !== undefined && template.deletedAt === undefined && sameContent(template, content);
  return isSame ? [] : [{ type: 'TemplateDefined', ...content, at }];
}

function sameContent(template: Template, content: TemplateContent): boolean {
  const { updatedAt: _, deletedAt: __, ...before } = template;
  return JSON.stringify(sorted(before)) === JSON.stringify(sorted(content));
}

/** The order in which somebody wrote the fields is no difference. */
function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, each]) => each !== undefined)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]) => [key, sorted(each)]),
  );
}

export function switchTo({ enabled }: Template, wanted: boolean, at: Instant): TemplateEvent[] {
  if (enabled === wanted) return [];
  return [{ type: wanted ? 'TemplateEnabled' : 'TemplateDisabled', at }];
}
