import { useComputed } from '@preact/signals';
import { useApp } from './app.ts';
import { useLoad } from './use-load.ts';
import type { Outlook, Worker } from './views.ts';

/** What it will do next: asked again when it has changed, and each minute, as hours begin and end by themselves. */
export function useWorkerOutlook({ id, version }: Worker): Outlook | undefined {
  const { api, now } = useApp();
  const minute = useComputed(() => Math.floor(now.value / 60_000));
  return useLoad(`${id}@${version}@${minute.value}`, async () => api.workerOutlook(id)).value;
}
