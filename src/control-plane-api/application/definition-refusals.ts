import type { DefinitionRejection } from '@lcm/core/domain/definition';
import { unreachable } from '@lcm/core/kernel';

/** What a definition refuses, in words that tell a person what to do about it. */
export function definitionWords(rejection: DefinitionRejection): string {
  switch (rejection.code) {
    case 'definition.wrong-state':
      return `A definition that is ${rejection.status} cannot become ${rejection.to}.`;
    case 'definition.other-origin':
      return rejection.isUpload
        ? `${rejection.slug} was uploaded by an author: a content package may not take its place. Give it another slug.`
        : `${rejection.slug} comes from the content folder: an upload may not take its place. Give it another slug.`;
    case 'definition.closed':
      return `A definition that is ${rejection.status} is not changed any more.`;
    case 'definition.in-use':
      return inUseWords(rejection);
    case 'definition.duration-invalid':
      return `Sessions cannot last ${rejection.durationMinutes} minutes when ${rejection.maxDurationMinutes} is the most.`;
    case 'definition.below-demand':
      return `The definitions of its nodes ask for ${rejection.demandMiB} MiB, which is more than ${rejection.memoryMiB}. Say that less is enough, or ask for more.`;
    case 'definition.ports-conflict':
      return rejection.faults.map(({ port, message }) => `port ${port + 1}: ${message}`).join('; ');
    default:
      return unreachable(rejection);
  }
}

type InUse = Extract<DefinitionRejection, { readonly code: 'definition.in-use' }>;

function inUseWords({ count, sessions }: InUse): string {
  const names = sessions.slice(0, 3).map(({ id }) => id);
  const more = count > names.length ? ` and ${count - names.length} more` : '';
  const cohorts = [...new Set(sessions.flatMap(({ cohort }) => cohort?.name ?? []))];
  const together = cohorts.length === 0 ? '' : `, of the cohort ${cohorts.join(', ')} among others`;
  const what = count === 1 ? 'session of it has' : 'sessions of it have';
  return `${count} ${what} not ended: ${names.join(', ')}${more}${together}. End them first, or archive it: then they keep it and nobody books it.`;
}
