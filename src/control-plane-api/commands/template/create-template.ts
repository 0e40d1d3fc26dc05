import { TemplateInput, TemplateView } from '@lcm/core/contracts/template';
import { written } from '../../application/change.ts';
import { defineCommand } from '../../application/operation.ts';
import type { Streams } from '../../application/streams.ts';
import { writeTemplate } from '../../application/template-changes.ts';
import { viewOf } from '../../application/view-of.ts';

interface Deps {
  readonly streams: Streams;
}

/** Unlike replacing one, never takes the place of a template that is there. */
export const createTemplate = defineCommand({
  name: 'CreateTemplate',
  summary: 'Create a worker template under a name that is free',
  allow: 'template:manage',
  input: TemplateInput,
  output: TemplateView,
  async handle(draft, caller, { streams }: Deps) {
    const created = await writeTemplate(draft, { operation: 'CreateTemplate', caller, streams }, (known) => {
      if (known === undefined || known.deletedAt !== undefined) return undefined;
      const message = `There is a template ${draft.name} already. Choose another name, or change that one.`;
      return { code: 'template.name-taken', message };
    });
    return written(created, viewOf.template);
  },
});
