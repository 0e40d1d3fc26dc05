import { expect, test } from 'vitest';
import { EmbeddedCoordination } from '../adapters/coordination/embedded-coordination.ts';
import { ControllerStatus } from '../contracts/system.ts';
import { instant, VirtualClock } from '../kernel/index.ts';
import { ReconcileBoard } from './reconcile-board.ts';
import { statusPrefix, tellStatus } from './status-beacon.ts';

test('what a controller is stuck on is told for as long as it lives', async () => {
  const clock = new VirtualClock();
  const coordination = new EmbeddedCoordination({ clock });
  const board = new ReconcileBoard();
  board.leadership({ kind: 'leading', election: 'worker-controller', token: 1 });
  const outcome = { kind: 'failed', error: new Error('no answer from EC2'), retryAfterMs: 1 } as const;
  board.reconciled({ reconciler: 'worker', key: 'wkr_1', at: instant(5), durationMs: 1, outcome });
  const stop = new AbortController();
  const options = { coordination, service: 'worker-controller', name: 'one', board, clock, signal: stop.signal };
  const telling = tellStatus(options);
  await clock.advance(60_000);
  const [item] = (await coordination.list(statusPrefix)).items;
  const status = ControllerStatus.parse(JSON.parse(item?.value ?? '{}'));
  expect(status).toMatchObject({
    service: 'worker-controller',
    leads: true,
    reconcilers: [{ reconciler: 'worker', troubles: [{ key: 'wkr_1', because: 'no answer from EC2' }] }],
  });
  board.leadership({ kind: 'ended', election: 'worker-controller', token: 1, because: 'superseded' });
  await clock.advance(5_000);
  const [later] = (await coordination.list(statusPrefix)).items;
  expect(JSON.parse(later?.value ?? '{}')).toMatchObject({ leads: false, notLeading: 'superseded' });
  stop.abort();
  await clock.advance(1);
  await telling;
  expect((await coordination.list(statusPrefix)).items).toEqual([]);
});
