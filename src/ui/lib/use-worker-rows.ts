import { useComputed, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { useApp } from './app.ts';
import { useLoad } from './use-load.ts';
import type { Figures, Outlook, Worker } from './views.ts';
import type { WorkerRow } from './worker-rows.ts';

/** How often what only the server knows is asked again; what is in the views of workers is live. */
const askEveryMs = 15_000;

/** Coarse enough not to sort a thousand rows each second. */
const drawEveryMs = 5_000;

/** What each worker will do next and what was measured of it last, by its id. */
export function useFleetOutlook(): ReadonlyMap<string, Outlook> {
  const { api, now, connection } = useApp();
  const key = useComputed(() => `${Math.floor(now.value / askEveryMs)} ${connection.value.state === 'connected'}`);
  const { value = [] } = useLoad(key.value, async () => api.fleetOutlook());
  return new Map(value.map((outlook) => [outlook.workerId, outlook]));
}

export function rowsOf(
  workers: readonly Worker[],
  outlooks: ReadonlyMap<string, Outlook>,
  now: number,
): readonly WorkerRow[] {
  return workers.map((worker) => ({ worker, outlook: outlooks.get(worker.id), figures: undefined, now }));
}

/** Whoever reads it is drawn anew when it changes, and not with each second that passes. */
export function useCoarseNow(): number {
  const { now } = useApp();
  return useComputed(() => Math.floor(now.value / drawEveryMs) * drawEveryMs).value;
}

/** The rows with what is measured of them while one looks. */
export function useMeasuredRows(rows: readonly WorkerRow[]): readonly WorkerRow[] {
  const { measurements } = useApp();
  const figures = useSignal<ReadonlyMap<string, Figures>>(new Map());
  const ids = rows.map(({ worker }) => worker.id);
  useEffect(() => {
    const stops = ids.map((id) =>
      measurements.follow(id, ({ current }) => {
        figures.value = new Map(figures.peek()).set(id, current);
      }),
    );
    return () => {
      for (const stop of stops) stop();
    };
  }, [ids.join(' ')]);
  return rows.map((row) => ({ ...row, figures: figures.value.get(row.worker.id) }));
}
