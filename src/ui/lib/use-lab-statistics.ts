import { useApp } from './app.ts';
import { type Loaded, useLoad } from './use-load.ts';
import type { LabRecord, LabStatistics } from './views.ts';

const everyMs = 5_000;

/** What a lab does, again and again while it is on and somebody looks; of a tab in the background nobody does. */
export function useLabStatistics({ id, status }: LabRecord, isOn: boolean): Loaded<LabStatistics> {
  const { api, now } = useApp();
  const isLookedAt = document.visibilityState === 'visible';
  const look = isOn && isLookedAt ? Math.floor(now.value / everyMs) : 'once';
  return useLoad(`${id} ${status} ${look}`, async () => api.labStatistics(id));
}
