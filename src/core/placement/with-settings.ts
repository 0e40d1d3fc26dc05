import type { Settings } from '../domain/settings/index.ts';
import type { PlacementSettings } from './settings.ts';

/** The figures of a process, with what is said of them for the whole installation. */
export function withSettings(figures: PlacementSettings, said: Partial<Settings>): PlacementSettings {
  const idleMinutes = said['idle.minutes'];
  return {
    ...figures,
    idleMs: idleMinutes === undefined ? figures.idleMs : idleMinutes * 60_000,
    stopsIdle: said['idle.enabled'] ?? figures.stopsIdle,
    ceilingPerRegion: said['fleet.ceilingPerRegion'] ?? figures.ceilingPerRegion,
    minRunningPerRegion: said['fleet.minRunningPerRegion'] ?? figures.minRunningPerRegion,
  };
}
