import { type labBulkCommands, OrderedLabs, OrderLabs } from '@lcm/core/contracts/lab-bulk';
import { ok, reject } from '@lcm/core/kernel';
import { denialOf } from '../../application/denial.ts';
import type { LabDeps } from '../../application/lab-orders.ts';
import { defineCommand } from '../../application/operation.ts';
import { archiveLab } from './archive-lab.ts';
import { deleteLab } from './delete-lab.ts';
import { retryLab } from './retry-lab.ts';
import { startLab } from './start-lab.ts';
import { stopLab } from './stop-lab.ts';
import { wipeLab } from './wipe-lab.ts';

const orders = {
  start: startLab,
  stop: stopLab,
  wipe: wipeLab,
  archive: archiveLab,
  delete: deleteLab,
  retry: retryLab,
} as const satisfies Record<(typeof labBulkCommands)[number], unknown>;

type Answer = OrderedLabs['items'][number];

/** Each as if it were asked alone, and audited so: one that is refused keeps no other from it. */
export const orderLabs = defineCommand({
  name: 'OrderLabs',
  summary: 'Give one order to many labs; the answer says what became of each',
  // Whoever has a lab to operate may start and stop it; the order itself says who may give it.
  allow: 'lab:own',
  input: OrderLabs,
  output: OrderedLabs,
  async handle({ command, labRecordIds, reason }, caller, deps: LabDeps) {
    const { allow, handle } = orders[command];
    const denied = denialOf(caller.actor, allow);
    if (denied !== undefined) return reject(denied);
    const items: Answer[] = [];
    for (const labRecordId of new Set(labRecordIds)) {
      const taken = await handle({ labRecordId, reason }, caller, deps);
      if (taken.ok) items.push({ labRecordId, outcome: 'taken', message: 'asked' });
      else
        items.push({ labRecordId, outcome: 'refused', code: taken.rejection.code, message: taken.rejection.message });
    }
    return ok({ output: { items }, position: deps.views.position });
  },
});
