import { effectiveSettings, type Settings, saidSettings, settingsId } from '@lcm/core/domain/settings';
import { type PlacementSettings, withSettings } from '@lcm/core/placement';
import type { Views } from './views.ts';

/** All settings as they count at this moment. */
export function settingsNow(views: Views): Settings {
  return effectiveSettings(views.get('settings', settingsId)?.state);
}

/** What may be promised and what counts as unused, with what people have changed of it. */
export function placementNow(views: Views, figures: PlacementSettings): PlacementSettings {
  return withSettings(figures, saidSettings(views.get('settings', settingsId)?.state));
}
