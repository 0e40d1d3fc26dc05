import { OfTemplate, TemplateView } from '@lcm/core/contracts/template';
import { switchTo } from '@lcm/core/domain/template';
import { written } from '../../application/change.ts';
import { defineCommand } from '../../application/operation.ts';
import type { Streams } from '../../application/streams.ts';
import { changeTemplate } from '../../application/template-changes.ts';
import { viewOf } from '../../application/view-of.ts';

interface Deps {
  readonly streams: Streams;
}

export const enableTemplate = defineCommand({
  name: 'EnableTemplate',
  summary: 'Let new workers be made from a template',
  allow: 'template:manage',
  input: OfTemplate,
  output: TemplateView,
  async handle({ name }, caller, { streams }: Deps) {
    const changed = await changeTemplate(name, { operation: 'EnableTemplate', caller, streams }, (template, at) =>
      switchTo(template, true, at),
    );
    return written(changed, viewOf.template);
  },
});
