import { EmbeddedCoordination } from '@lcm/core/adapters/coordination/embedded-coordination';
import { startGateway } from '@lcm/core/adapters/coordination/gateway-server';
import { openSqliteJournal } from '@lcm/core/adapters/coordination/sqlite-journal';
import { SystemClock } from '@lcm/core/adapters/system/system-clock';
import * as z from 'zod';

/** Stands in for etcd where there is none, for tests and trials: COORDINATION_PORT, and COORDINATION_FILE to remember. */
const { COORDINATION_PORT: port, COORDINATION_FILE: file } = z
  .object({
    COORDINATION_PORT: z.coerce.number().int().min(0).max(65_535).default(2379),
    COORDINATION_FILE: z.string().optional(),
  })
  .parse(process.env);

const journal = file === undefined ? {} : { journal: openSqliteJournal(file) };
const coordination = new EmbeddedCoordination({ clock: new SystemClock(), ...journal });
const gateway = await startGateway({ coordination, port });
console.log(`Coordination stand-in on ${gateway.url}`);
for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.once(name, () => {
    coordination.close();
    void gateway.close();
  });
}
