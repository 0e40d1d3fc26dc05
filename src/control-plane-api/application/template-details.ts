import type { TemplateDetails } from '@lcm/core/contracts/template';
import type { Template } from '@lcm/core/domain/template';
import { learnedBoots, spendingOf, type Worker } from '@lcm/core/domain/worker';
import type { Instant } from '@lcm/core/kernel';
import { viewOf } from './view-of.ts';
import type { Item } from './views.ts';

/** A template with what its workers tell of it, those that have ended too. */
export function templateDetails(item: Item<Template>, workers: readonly Worker[], now: Instant): TemplateDetails {
  const made = workers.filter(({ template }) => template === item.state.name);
  return {
    ...viewOf.template(item),
    workers: made.filter(({ status }) => status !== 'terminated').length,
    learned: learnedBoots(made),
    month: spendingOf(made, now),
  };
}
