import type { SettingViews } from '@lcm/core/contracts/settings';
import {
  type SettingEntry,
  type SettingStatus,
  type SettingsState,
  settingStatuses,
  settingsTable,
} from '@lcm/core/domain/settings';

/** Every setting, with what the table says of it. */
export function settingViewsOf({ state, version }: { state: SettingsState; version: number }): SettingViews {
  return { version, items: settingStatuses(state).map(viewOf) };
}

function viewOf(status: SettingStatus): SettingViews['items'][number] {
  const entry: SettingEntry = settingsTable[status.name];
  const { kind, label, about, variable } = entry;
  const range = entry.kind === 'number' ? { unit: entry.unit, min: entry.min, max: entry.max } : {};
  const [group = ''] = status.name.split('.');
  return { ...status, group, label, about, kind, variable, ...range };
}
