import { type Instant, ok, type Result, reject } from '../../kernel/index.ts';
import { settingFault } from './setting-fault.ts';
import { type SettingName, type Settings, type SettingValue, settingNames, settingsTable } from './settings-table.ts';

/** There is one set of them for an installation. */
export const settingsId = 'default' as const;

/** Values by name as they are stored: names of another version of ours may be among them. */
export type StoredValues = Readonly<Record<string, SettingValue>>;

interface ChangedSetting {
  readonly value: SettingValue;
  readonly at: Instant;
  readonly by: string;
}

/** What is said of settings: by the environment of the control plane, and over that by people. */
export interface SettingsState {
  readonly environment: StoredValues;
  readonly changed: Readonly<Record<string, ChangedSetting>>;
}

/** One setting before and after, as it counted; `to` is absent when it goes back to what it was before anybody chose. */
export interface SettingChange {
  readonly name: SettingName;
  readonly from: SettingValue;
  readonly to?: SettingValue | undefined;
}

export type SettingsEvent =
  | {
      readonly type: 'SettingsChanged';
      readonly changes: readonly SettingChange[];
      readonly reason: string;
      readonly by: string;
      readonly at: Instant;
    }
  | { readonly type: 'SettingsEnvironmentNoted'; readonly values: StoredValues; readonly at: Instant };

export type SettingsRejection = {
  readonly code: 'settings.invalid';
  readonly faults: readonly { readonly name: string; readonly fault: string }[];
};
export type SettingsDecision = Result<SettingsEvent[], SettingsRejection>;

export const noSettings: SettingsState = { environment: {}, changed: {} };

/** Where the value of a setting comes from. */
export const settingSources = ['default', 'environment', 'changed'] as const;

export interface SettingStatus {
  readonly name: SettingName;
  readonly value: SettingValue;
  readonly source: (typeof settingSources)[number];
  /** What it goes back to when a change of it is taken back. */
  readonly unchanged: SettingValue;
  readonly changedAt?: Instant | undefined;
  readonly changedBy?: string | undefined;
}

/** Every setting with its value and who says so. What was stored and is not valid any more counts as not said. */
export function settingStatuses(state: SettingsState): readonly SettingStatus[] {
  return settingNames.map((name) => statusOf(state, name));
}

function statusOf({ environment, changed }: SettingsState, name: SettingName): SettingStatus {
  const given = usable(name, environment[name]);
  const unchanged = given ?? settingsTable[name].initial;
  const change = changed[name];
  const value = usable(name, change?.value);
  if (change === undefined || value === undefined) {
    return { name, value: unchanged, source: given === undefined ? 'default' : 'environment', unchanged };
  }
  return { name, value, source: 'changed', unchanged, changedAt: change.at, changedBy: change.by };
}

function usable(name: SettingName, value: SettingValue | undefined): SettingValue | undefined {
  return value === undefined || settingFault(settingsTable[name], value) !== undefined ? undefined : value;
}

/** All of them as they count. */
export function effectiveSettings(state: SettingsState = noSettings): Settings {
  return byName(settingStatuses(state));
}

/** Only what somebody has said: whoever has figures of its own keeps them for the rest. */
export function saidSettings(state: SettingsState = noSettings): Partial<Settings> {
  return byName(settingStatuses(state).filter(({ source }) => source !== 'default'));
}

function byName(statuses: readonly SettingStatus[]): Settings {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each value has been checked against its entry of the table
  return Object.fromEntries(statuses.map(({ name, value }) => [name, value])) as Settings;
}

export type WantedSettings = Readonly<Partial<Record<string, SettingValue | null>>>;

interface Why {
  readonly reason: string;
  readonly by: string;
  readonly at: Instant;
}

/** Changes all that is wanted or nothing; `null` takes a change back. What counts already is no change. */
export function changeSettings(state: SettingsState, wanted: WantedSettings, why: Why): SettingsDecision {
  const faults = faultsOf(wanted);
  if (faults.length > 0) return reject({ code: 'settings.invalid', faults });
  const changes = settingNames.flatMap((name) => changeOf(state, name, wanted[name]) ?? []);
  if (changes.length === 0) return ok([]);
  const event: SettingsEvent = { type: 'SettingsChanged', changes, ...why };
  const contradictions = contradictionsIn(effectiveSettings(evolveSettings(state, event)));
  return contradictions.length > 0 ? reject({ code: 'settings.invalid', faults: contradictions }) : ok([event]);
}

function faultsOf(wanted: WantedSettings): { name: string; fault: string }[] {
  return Object.entries(wanted).flatMap(([name, value]) => {
    if (!isSetting(name)) return [{ name, fault: 'there is no such setting' }];
    const fault = value === null ? undefined : settingFault(settingsTable[name], value);
    return fault === undefined ? [] : [{ name, fault }];
  });
}

function changeOf(
  state: SettingsState,
  name: SettingName,
  wanted: SettingValue | null | undefined,
): SettingChange | undefined {
  if (wanted === undefined) return undefined;
  const { value: from, source } = statusOf(state, name);
  if (wanted === null) return source === 'changed' ? { name, from } : undefined;
  // Choosing what counts by default keeps it when the default changes: that is a change too.
  return source === 'changed' && same(from, wanted) ? undefined : { name, from, to: wanted };
}

/** What is right one by one and wrong together. */
function contradictionsIn(settings: Settings): { name: string; fault: string }[] {
  const [least, most] = [settings['fleet.minRunningPerRegion'], settings['fleet.ceilingPerRegion']];
  if (least <= most) return [];
  return [
    { name: 'fleet.minRunningPerRegion', fault: `${least} cannot be left running where at most ${most} may exist` },
  ];
}

/** What the control plane's environment says at its start, when that is news. */
export function noteEnvironment(state: SettingsState, values: StoredValues, at: Instant): SettingsDecision {
  return ok(same(state.environment, values) ? [] : [{ type: 'SettingsEnvironmentNoted', values, at }]);
}

export function evolveSettings(state: SettingsState = noSettings, event: SettingsEvent): SettingsState {
  switch (event.type) {
    case 'SettingsEnvironmentNoted':
      return { ...state, environment: event.values };
    case 'SettingsChanged':
      return { ...state, changed: changedAfter(state.changed, event) };
  }
}

function changedAfter(
  before: SettingsState['changed'],
  { changes, at, by }: Extract<SettingsEvent, { type: 'SettingsChanged' }>,
): SettingsState['changed'] {
  const after = new Map(Object.entries(before));
  for (const { name, to } of changes) {
    if (to === undefined) after.delete(name);
    else after.set(name, { value: to, at, by });
  }
  return Object.fromEntries(after);
}

export function isSetting(name: string): name is SettingName {
  return Object.hasOwn(settingsTable, name);
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
