import { TemplateInput, TemplateView } from '@lcm/core/contracts/template';
import { written } from '../../application/change.ts';
import { defineCommand } from '../../application/operation.ts';
import type { Streams } from '../../application/streams.ts';
import { writeTemplate } from '../../application/template-changes.ts';
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
  async handle(draft, caller, { streams }: Deps) {
    return written(await writeTemplate(draft, { operation: 'DefineTemplate', caller, streams }), viewOf.template);
  },
});
