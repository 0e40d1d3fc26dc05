export type { SettingEntry } from './setting-shape.ts';
export type { SettingStatus, SettingsEvent, SettingsRejection, SettingsState, WantedSettings } from './settings.ts';
export {
  changeSettings,
  effectiveSettings,
  evolveSettings,
  isSetting,
  noSettings,
  noteEnvironment,
  saidSettings,
  settingSources,
  settingStatuses,
  settingsId,
} from './settings.ts';
export type { SettingGroup, SettingName, Settings, SettingValue } from './settings-table.ts';
export { settingFault, settingGroups, settingNames, settingsTable } from './settings-table.ts';
