import { OfDefinition } from '@lcm/core/contracts/definition';
import { DefinitionNeeds } from '@lcm/core/contracts/definition-use';
import { suggestedNeeds, summaryOf } from '@lcm/core/domain/use';
import { ok, reject } from '@lcm/core/kernel';
import { unknown } from '../../application/change.ts';
import { defineQuery } from '../../application/operation.ts';
import { settingsNow } from '../../application/settings-now.ts';
import type { Views } from '../../application/views.ts';

interface Deps {
  readonly views: Views;
}

export const getNeeds = defineQuery({
  name: 'GetNeeds',
  summary: 'What sessions of a definition take, and what its labs really used',
  allow: 'definition:read',
  input: OfDefinition,
  output: DefinitionNeeds,
  async handle({ definitionId: id }, _caller, { views }: Deps) {
    const definition = views.get('definition', id)?.state;
    if (definition === undefined) return reject(unknown('definition', id));
    const { needs: inForce, derivedNeeds: derived = inForce, needsSource: source } = definition;
    const measured = summaryOf(views.get('use', id)?.state ?? { sessions: [] });
    const suggested = measured && suggestedNeeds(definition, measured);
    return ok({ inForce, derived, source, measured, suggested, learns: settingsNow(views)['sessions.learnNeeds'] });
  },
});
