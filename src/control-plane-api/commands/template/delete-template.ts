import { DeleteTemplate, TemplateView } from '@lcm/core/contracts/template';
import { written } from '../../application/change.ts';
import { defineCommand } from '../../application/operation.ts';
import type { Streams } from '../../application/streams.ts';
import { changeTemplate } from '../../application/template-changes.ts';
import { viewOf } from '../../application/view-of.ts';

interface Deps {
  readonly streams: Streams;
}

/** Workers that were made from it keep what they are made of, so it may go while they are there. */
export const deleteTemplate = defineCommand({
  name: 'DeleteTemplate',
  summary: 'Delete a worker template; its workers stay, and its name may be used again',
  allow: 'template:manage',
  input: DeleteTemplate,
  output: TemplateView,
  async handle({ name, reason }, caller, { streams }: Deps) {
    const changed = await changeTemplate(name, { operation: 'DeleteTemplate', caller, streams }, (_, at) => [
      { type: 'TemplateDeleted', reason, at },
    ]);
    return written(changed, viewOf.template);
  },
});
