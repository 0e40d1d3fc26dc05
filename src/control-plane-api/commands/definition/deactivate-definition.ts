import { statusCommand } from '../../application/definition-change.ts';

/** Takes it out of booking; sessions that exist keep it. */
export const deactivateDefinition = statusCommand({
  name: 'DeactivateDefinition',
  summary: 'Take a definition out of the catalogue for now',
  to: 'inactive',
});
