import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { workers } from '@lcm/control-plane-api/application/aggregates';
import { composeServer, openControlPlane } from '@lcm/control-plane-api/compose';
import { serverSettings } from '@lcm/control-plane-api/compose-process';
import { edgeConfig } from '@lcm/control-plane-api/edge-config';
import { openIdentity } from '@lcm/control-plane-api/identity';
import { MemoryBlobs } from '@lcm/core/adapters/blobs/memory-blobs';
import { EmbeddedCoordination } from '@lcm/core/adapters/coordination/embedded-coordination';
import { ldsDeliveries } from '@lcm/core/adapters/lab-delivery/lds-deployments';
import { MemorySampleStore } from '@lcm/core/adapters/sample-store/memory-sample-store';
import { MemorySessionStore } from '@lcm/core/adapters/session-store/memory-session-store';
import { SqliteStateStore } from '@lcm/core/adapters/state-store/sqlite-state-store';
import { SystemClock } from '@lcm/core/adapters/system/system-clock';
import { WorkerId } from '@lcm/core/domain/worker';
import { ok, SeededRandom } from '@lcm/core/kernel';
import { defaultPlacementSettings } from '@lcm/core/placement';
import { pino } from 'pino';
import { workerCreated } from './a-fleet.ts';
import type { Changes, Report } from './live.ts';

/** The control plane over HTTP on a store on the disk, which changes workers when its parent asks for it. */
const clock = new SystemClock();
const random = new SeededRandom(1);
const logger = pino({ enabled: false });
const folder = mkdtempSync(join(tmpdir(), 'lcm-bench-live-'));
const config = edgeConfig.parse({ DEMO_USERS: 'true' });
const plane = await openControlPlane({
  store: new SqliteStateStore(join(folder, 'state.db'), 'bench'),
  samples: new MemorySampleStore(),
  coordination: new EmbeddedCoordination({ clock }),
  blobs: new MemoryBlobs(),
  secretKeys: ['a key of this bench alone, 32 long'],
  labDeliveries: ldsDeliveries({ baseUrl: 'http://127.0.0.1:9', username: 'nobody', password: 'none' }),
  clock,
  random,
  settings: { bookingHorizonDays: 180, sessionQuotaPerOwner: 3, placement: defaultPlacementSettings },
  about: { version: 'bench', simulated: [] },
  onProjectionError: () => undefined,
});
const identity = await openIdentity(config, {
  clock,
  logger,
  sessionStore: new MemorySessionStore(clock),
  sessionSecret: 'a secret of at least thirty-two characters',
  folder,
});
const app = await composeServer(plane, { identity, clock, random, logger, settings: serverSettings(config) });
const url = await app.listen({ host: '127.0.0.1', port: 0 });

const caller = { actor: { id: 'bench', name: 'Bench', roles: ['admin'] as const }, correlationId: 'bench' };
const options = { operation: 'Bench', caller };
const subject = (number: number) => ({ aggregate: workers, id: WorkerId.parse(`wkr_${number}`) });

/** Of a clock that parent and child share. */
function stamp(): string {
  return String(process.hrtime.bigint());
}

async function change({ workers: fleet, count, everyMs }: Changes): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) {
    const reason = stamp();
    await plane.state.streams.change(subject(turn % fleet), options, (_, at) =>
      ok([{ type: 'WorkerDesiredStatusChanged', to: 'running', reason, at }]),
    );
    await after(everyMs);
  }
}

function report(what: Report): void {
  process.send?.(what);
}

process.on('message', (asked: Changes) => {
  void change(asked).then(() => report({ done: plane.state.log.position }));
});
process.on('disconnect', () => {
  rmSync(folder, { recursive: true, force: true });
  process.exit();
});
for (let number = 0; number < 50; number += 1) {
  await plane.state.streams.change(subject(number), options, (_, at) => ok([workerCreated(number, at)]));
}
report({ url });
