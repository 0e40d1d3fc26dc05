import { nothing } from '@lcm/core/contracts/primitives';
import { SettingViews } from '@lcm/core/contracts/settings';
import { noSettings, settingsId } from '@lcm/core/domain/settings';
import { ok } from '@lcm/core/kernel';
import { defineQuery } from '../../application/operation.ts';
import { settingViewsOf } from '../../application/setting-views.ts';
import type { Views } from '../../application/views.ts';

interface Deps {
  readonly views: Views;
}

export const getSettings = defineQuery({
  name: 'GetSettings',
  summary: 'Every setting that can be changed at run time, with its value and who says so',
  allow: 'system:read',
  input: nothing,
  output: SettingViews,
  async handle(_input, _caller, { views }: Deps) {
    return ok(settingViewsOf(views.get('settings', settingsId) ?? { state: noSettings, version: 0 }));
  },
});
