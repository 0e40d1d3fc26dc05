import { RegradeSession, SessionView } from '@lcm/core/contracts/session';
import { defineCommand } from '../../application/operation.ts';
import { orderRegrade, type RegradeDeps } from '../../application/regrade.ts';

export const rereadSession = defineCommand({
  name: 'RereadSession',
  summary: 'Collect what the lab of a running session shows now, and grade that',
  allow: 'session:all',
  input: RegradeSession,
  output: SessionView,
  async handle(asked, caller, deps: RegradeDeps) {
    return orderRegrade({ ...asked, cause: 'reread', operation: 'RereadSession' }, caller, deps);
  },
});
