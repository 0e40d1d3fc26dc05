import {
  effectiveSettings,
  type SettingEntry,
  type SettingName,
  type SettingStatus,
  type Settings,
  type SettingsState,
  type SettingValue,
  settingFault,
  settingNames,
  settingStatuses,
  settingsId,
  settingsTable,
} from '@lcm/core/domain/settings';
import { fromIso } from '@lcm/core/kernel';
import type { LiveStore } from './live-store.ts';

/** What somebody has typed, by setting; what is not in it stays as it is. */
export type SettingsDraft = ReadonlyMap<SettingName, string>;

function stateIn(live: LiveStore): SettingsState {
  const { environment = {}, changed = {} } = live.find('settings', settingsId) ?? {};
  const entries = Object.entries(changed).map(([name, { at, ...change }]) => [name, { ...change, at: fromIso(at) }]);
  return { environment, changed: Object.fromEntries(entries) };
}

/** Every setting as it is now; before anybody has said anything of them, as the product comes. */
export function settingsIn(live: LiveStore): readonly SettingStatus[] {
  return settingStatuses(stateIn(live));
}

export function settingsNow(live: LiveStore): Settings {
  return effectiveSettings(stateIn(live));
}

export function textOf(value: SettingValue): string {
  return Array.isArray(value) ? value.join(', ') : String(value);
}

/** The value that a text stands for; what is none stays a text, and has a fault. */
function valueOf({ kind }: SettingEntry, text: string): unknown {
  if (kind === 'number') return text.trim() === '' ? text : Number(text);
  if (kind === 'switch') return text === 'true';
  const parts = text.split(',').map((part) => part.trim());
  return parts.filter((part) => part !== '');
}

/** What is wrong with what was typed; `undefined` when it may be had. */
export function draftFault(name: SettingName, text: string): string | undefined {
  return settingFault(settingsTable[name], valueOf(settingsTable[name], text));
}

/** What would be sent: only what differs from what is. */
export function draftedChanges(
  draft: SettingsDraft,
  statuses: readonly SettingStatus[],
): Readonly<Record<string, unknown>> {
  const current = new Map(statuses.map(({ name, value }) => [name, textOf(value)]));
  const changed = settingNames.flatMap((name) => {
    const text = draft.get(name);
    return text === undefined || text === current.get(name)
      ? []
      : [[name, valueOf(settingsTable[name], text)] as const];
  });
  return Object.fromEntries(changed);
}

export function hasFaults(draft: SettingsDraft): boolean {
  return [...draft].some(([name, text]) => draftFault(name, text) !== undefined);
}
