import type { Settings } from '../domain/settings/index.ts';
import type { PlacementSettings } from './settings.ts';

/** The figures of a process, with what is said of them for the whole installation. */
export function withSettings(figures: PlacementSettings, said: Partial<Settings>): PlacementSettings {
  const idleMinutes = said['idle.minutes'];
  const leastMinutes = said['fleet.leastSavedMinutes'];
  return {
    ...figures,
    idleMs: idleMinutes === undefined ? figures.idleMs : idleMinutes * 60_000,
    leastSavedMs: leastMinutes === undefined ? figures.leastSavedMs : leastMinutes * 60_000,
    stopsIdle: said['idle.enabled'] ?? figures.stopsIdle,
    ceilingPerRegion: said['fleet.ceilingPerRegion'] ?? figures.ceilingPerRegion,
    minRunningPerRegion: said['fleet.minRunningPerRegion'] ?? figures.minRunningPerRegion,
  };
}
