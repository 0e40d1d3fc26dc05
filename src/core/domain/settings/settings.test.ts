import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { instant } from '../../kernel/index.ts';
import {
  changeSettings,
  effectiveSettings,
  evolveSettings,
  noSettings,
  noteEnvironment,
  type SettingsState,
  saidSettings,
  settingFault,
  settingNames,
  settingStatuses,
  settingsTable,
  type WantedSettings,
} from './index.ts';

const at = instant(1_780_000_000_000);
const why = { reason: 'nights', by: 'ana', at };

function after(state: SettingsState, wanted: WantedSettings): SettingsState {
  const decided = changeSettings(state, wanted, why);
  if (!decided.ok) throw new Error(JSON.stringify(decided.rejection));
  return decided.value.reduce<SettingsState>(evolveSettings, state);
}

function noted(values: SettingsState['environment']): SettingsState {
  const decided = noteEnvironment(noSettings, values, at);
  return decided.ok ? decided.value.reduce<SettingsState>(evolveSettings, noSettings) : noSettings;
}

function statusOf(state: SettingsState, name: string) {
  return settingStatuses(state).find((status) => status.name === name);
}

describe('what counts', () => {
  test('every setting has a value that may be chosen', () => {
    expect(settingNames.map((name) => settingFault(settingsTable[name], settingsTable[name].initial))).toEqual(
      settingNames.map(() => undefined),
    );
  });

  test('a change counts over the environment, and that over the default; each says where it comes from', () => {
    expect(statusOf(noSettings, 'idle.minutes')).toMatchObject({ value: 60, source: 'default' });
    const environment = noted({ 'idle.minutes': 20 });
    expect(statusOf(environment, 'idle.minutes')).toMatchObject({ value: 20, source: 'environment' });
    expect(statusOf(after(environment, { 'idle.minutes': 30 }), 'idle.minutes')).toEqual({
      name: 'idle.minutes',
      value: 30,
      source: 'changed',
      unchanged: 20,
      changedAt: at,
      changedBy: 'ana',
    });
  });

  test('taken back, it is what it was before anybody chose', () => {
    const changed = after(noted({ 'idle.minutes': 20 }), { 'idle.minutes': 30 });
    expect(effectiveSettings(after(changed, { 'idle.minutes': null }))['idle.minutes']).toBe(20);
  });

  test('only what somebody said is said: a process keeps its own figures for the rest', () => {
    expect(saidSettings(noSettings)).toEqual({});
    expect(saidSettings(after(noSettings, { 'fleet.ceilingPerRegion': 3 }))).toEqual({ 'fleet.ceilingPerRegion': 3 });
  });

  test('what another version of ours has stored and this one does not know, or not like that, is not said', () => {
    const state = noted({ 'idle.minutes': ['often'], 'weather.sunny': true });
    expect(effectiveSettings(state)).toEqual(effectiveSettings(noSettings));
  });
});

describe('a change', () => {
  test('is whole or nothing, and every fault is named', () => {
    const decided = changeSettings(
      noSettings,
      { 'idle.minutes': 0, 'discovery.regions': ['Mars'], 'idle.nap': 1 },
      why,
    );
    expect(decided).toEqual({
      ok: false,
      rejection: {
        code: 'settings.invalid',
        faults: [
          { name: 'idle.minutes', fault: 'must be a whole number of minutes from 1 to 10080' },
          { name: 'discovery.regions', fault: '"Mars" is not a region like us-east-1' },
          { name: 'idle.nap', fault: 'there is no such setting' },
        ],
      },
    });
  });

  test('what is right alone and wrong together is refused', () => {
    const wanted = { 'fleet.minRunningPerRegion': 5, 'fleet.ceilingPerRegion': 4 };
    expect(changeSettings(noSettings, wanted, why)).toMatchObject({ ok: false });
    expect(changeSettings(noSettings, { ...wanted, 'fleet.ceilingPerRegion': 5 }, why)).toMatchObject({ ok: true });
  });

  test('that changes nothing is none', () => {
    const changed = after(noSettings, { 'idle.minutes': 30 });
    expect(changeSettings(changed, { 'idle.minutes': 30, 'idle.enabled': null }, why)).toEqual({ ok: true, value: [] });
    expect(noteEnvironment(noted({ 'idle.minutes': 20 }), { 'idle.minutes': 20 }, at)).toEqual({ ok: true, value: [] });
  });

  test('whatever is asked for, what counts can always be had', () => {
    const value = fc.oneof(fc.integer(), fc.boolean(), fc.array(fc.string()), fc.constant(null));
    const wanted = fc.dictionary(fc.constantFrom(...settingNames), value);
    fc.assert(
      fc.property(fc.array(wanted), (changes) => {
        const state = changes.reduce<SettingsState>((before, one) => {
          const decided = changeSettings(before, one, why);
          return decided.ok ? decided.value.reduce<SettingsState>(evolveSettings, before) : before;
        }, noSettings);
        const settings = effectiveSettings(state);
        for (const name of settingNames) expect(settingFault(settingsTable[name], settings[name])).toBeUndefined();
        expect(settings['fleet.minRunningPerRegion']).toBeLessThanOrEqual(settings['fleet.ceilingPerRegion']);
      }),
    );
  });
});
