import { statusCommand } from '../../application/definition-change.ts';

/** It is not booked and not changed any more; sessions that exist keep it. */
export const archiveDefinition = statusCommand({
  name: 'ArchiveDefinition',
  summary: 'Put a definition away as it is; its sessions go on',
  to: 'archived',
});
