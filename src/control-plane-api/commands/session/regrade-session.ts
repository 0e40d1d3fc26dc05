import { RegradeSession, SessionView } from '@lcm/core/contracts/session';
import { defineCommand } from '../../application/operation.ts';
import { orderRegrade, type RegradeDeps } from '../../application/regrade.ts';

export const regradeSession = defineCommand({
  name: 'RegradeSession',
  summary: 'Grade a finished session again on the evidence that was stored',
  allow: 'session:all',
  input: RegradeSession,
  output: SessionView,
  async handle(asked, caller, deps: RegradeDeps) {
    return orderRegrade({ ...asked, cause: 'regrade', operation: 'RegradeSession' }, caller, deps);
  },
});
