import type { UploadSite } from '@lcm/core/contracts/lab-upload';
import type { OperationDeps } from './deps.ts';
import { nodeDefinitionsHere } from './node-definitions-here.ts';

/** What this installation knows of kinds of nodes when somebody hands in a lab, and who can grade here. */
export function uploadSite({ views, settings }: Pick<OperationDeps, 'views' | 'settings'>): UploadSite {
  return { nodeDefinitions: nodeDefinitionsHere(views), gradesOutside: settings.gradesOutside ?? false };
}
