import { type NodeDefinitions, withToldFigures } from '@lcm/core/domain/topology';
import type { Views } from './views.ts';

/** Kinds of nodes with what they take: those that everybody has, and what the hosts of this installation said of theirs. */
export function nodeDefinitionsHere(views: Views): NodeDefinitions {
  return withToldFigures(views.list('worker').flatMap(({ state }) => state.definitions?.nodes ?? []));
}
