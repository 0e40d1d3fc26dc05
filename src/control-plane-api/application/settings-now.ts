import { effectiveSettings, type Settings, saidSettings, settingsId } from '@lcm/core/domain/settings';
import { learn, type PlacementSettings, withSettings } from '@lcm/core/placement';
import type { Views } from './views.ts';

/** All settings as they count at this moment. */
export function settingsNow(views: Views): Settings {
  return effectiveSettings(views.get('settings', settingsId)?.state);
}

/** What may be promised and what counts as unused, with what people have changed of it, and what was learned since. */
export function placementNow(views: Views, figures: PlacementSettings): PlacementSettings {
  const workers = views.list('worker').map(({ state }) => state);
  const sessions = views.list('session').map(({ state }) => state);
  const said = saidSettings(views.get('settings', settingsId)?.state);
  return { ...withSettings(figures, said), learned: learn(workers, sessions) };
}
