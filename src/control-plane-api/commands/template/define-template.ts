import { TemplateInput, TemplateView } from '@lcm/core/contracts/template';
import { ok, reject } from '@lcm/core/kernel';
import { templates } from '../../application/aggregates.ts';
import { written } from '../../application/change.ts';
import { defineCommand } from '../../application/operation.ts';
import type { Streams } from '../../application/streams.ts';
import { viewOf } from '../../application/view-of.ts';

interface Deps {
  readonly streams: Streams;
}

/** Says what workers of this name are made of from now on; those that exist keep what they were made of. */
export const defineTemplate = defineCommand({
  name: 'DefineTemplate',
  summary: 'Create a worker template, or replace it',
  allow: 'template:manage',
  input: TemplateInput,
  output: TemplateView,
  async handle(template, caller, { streams }: Deps) {
    const { first, last } = template.spec.portRange;
    if (first > last)
      return reject({ code: 'template.invalid', message: `The port range ${first} to ${last} is empty.` });
    const subject = { aggregate: templates, id: template.name };
    const changed = await streams.change(subject, { operation: 'DefineTemplate', caller }, (known, at) => {
      const { updatedAt: _, ...before } = known ?? { updatedAt: at };
      if (JSON.stringify(before) === JSON.stringify(template)) return ok([]);
      return ok([{ type: 'TemplateDefined', ...template, at }]);
    });
    return written(changed, viewOf.template);
  },
});
