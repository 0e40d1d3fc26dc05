import { statusCommand } from '../../application/definition-change.ts';

/** As a newer version does with the one before. */
export const deprecateDefinition = statusCommand({
  name: 'DeprecateDefinition',
  summary: 'Let a definition be booked never again; its sessions go on',
  to: 'deprecated',
});
