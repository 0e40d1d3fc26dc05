import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { workers } from '@lcm/control-plane-api/application/aggregates';
import { CommitLog } from '@lcm/control-plane-api/application/commit-log';
import { Streams } from '@lcm/control-plane-api/application/streams';
import { Views } from '@lcm/control-plane-api/application/views';
import { MemoryStateStore } from '@lcm/core/adapters/state-store/memory-state-store';
import { SqliteStateStore } from '@lcm/core/adapters/state-store/sqlite-state-store';
import { SystemClock } from '@lcm/core/adapters/system/system-clock';
import { type WorkerEvent, WorkerId } from '@lcm/core/domain/worker';
import { ok } from '@lcm/core/kernel';
import type { StateStore } from '@lcm/core/ports/state-store';
import { workerCreated } from './a-fleet.ts';
import { type Figure, inWords, median, quantile, ratio, type Sample, sample } from './harness.ts';

const streamCount = 500;
const atOnce = 32;
const options = {
  operation: 'Bench',
  caller: { actor: { id: 'bench', name: 'Bench', roles: ['admin'] as const }, correlationId: 'bench' },
};

interface Plane {
  readonly change: (turn: number) => Promise<unknown>;
  /** Milliseconds from asking for each change until a follower heard of it. */
  readonly heard: readonly number[];
}

/** Streams, log and views as the control plane has them, with a follower that looks at the clock. */
async function openPlane(store: StateStore): Promise<Plane> {
  const log = new CommitLog(store, 1);
  const views = new Views(log);
  const streams = new Streams({ store, log, clock: new SystemClock() });
  const asked = new Map<string, number>();
  const heard: number[] = [];
  const say = async (
    number: number,
    event: (at: Parameters<typeof workerCreated>[1]) => WorkerEvent,
  ): Promise<unknown> =>
    streams.change({ aggregate: workers, id: `wkr_${number}` }, options, (_, at) => ok([event(at)]));
  for (let number = 0; number < streamCount; number += 1) await say(number, (at) => workerCreated(number, at));
  views.onChange(({ id }) => heard.push(performance.now() - (asked.get(id) ?? Number.NaN)));
  const change = async (turn: number): Promise<unknown> => {
    const number = turn % streamCount;
    asked.set(WorkerId.parse(`wkr_${number}`), performance.now());
    return say(number, (at) => ({ type: 'WorkerDesiredStatusChanged', to: 'running', reason: `turn ${turn}`, at }));
  };
  return { change, heard };
}

/** Many writers side by side share the publishing of their commits. */
async function together(plane: Plane): Promise<Sample> {
  const batches = await sample(async (turn) =>
    Promise.all(Array.from({ length: atOnce }, async (_, index) => plane.change(turn * atOnce + index))),
  );
  return { ...batches, perSecond: batches.perSecond * atOnce };
}

export async function commitFigures(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'lcm-bench-'));
  const store = new SqliteStateStore(join(folder, 'state.db'), 'bench');
  try {
    const plane = await openPlane(store);
    const memory = await openPlane(new MemoryStateStore());
    const alone = await median(async () => sample(plane.change), 3);
    const before = plane.heard.length;
    const many = await median(async () => together(plane), 3);
    const heard = plane.heard.slice(before);
    const inMemory = await median(async () => sample(memory.change, { forMs: 300 }), 3);
    return [
      { what: 'committed changes on disk, one writer', measured: inWords(alone), aim: '1,000/s' },
      {
        what: `committed changes on disk, ${atOnce} writers (times are of a batch)`,
        measured: inWords(many),
        aim: '1,000/s',
      },
      { what: 'disk compared to memory, one writer', measured: ratio(alone, inMemory), aim: '' },
      {
        what: `asked until a follower heard, ${atOnce} writers`,
        measured: `p50 ${quantile(heard, 0.5).toFixed(2)} ms, p95 ${quantile(heard, 0.95).toFixed(2)} ms`,
        aim: 'p95 < 50 ms to 1,000 readers (here: one, in the process)',
      },
    ];
  } finally {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
