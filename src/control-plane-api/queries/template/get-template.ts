import { OfTemplate, TemplateDetails } from '@lcm/core/contracts/template';
import { type Clock, ok, reject } from '@lcm/core/kernel';
import { unknown } from '../../application/change.ts';
import { everyWorker } from '../../application/every-worker.ts';
import { defineQuery } from '../../application/operation.ts';
import { templateDetails } from '../../application/template-details.ts';
import type { Views } from '../../application/views.ts';

interface Deps {
  readonly views: Views;
  readonly clock: Clock;
}

export const getTemplate = defineQuery({
  name: 'GetTemplate',
  summary: 'One worker template, a deleted one too, with what its workers tell of it',
  allow: 'template:read',
  input: OfTemplate,
  output: TemplateDetails,
  async handle({ name }, _caller, { views, clock }: Deps) {
    const item = views.get('template', name);
    if (item === undefined) return reject(unknown('template', name));
    const workers = everyWorker(views);
    return ok(templateDetails(item, workers, clock.now()));
  },
});
