import { statusCommand } from '../../application/definition-change.ts';

/** Makes the definition bookable again. */
export const activateDefinition = statusCommand({
  name: 'ActivateDefinition',
  summary: 'Make a definition bookable again',
  to: 'active',
});
