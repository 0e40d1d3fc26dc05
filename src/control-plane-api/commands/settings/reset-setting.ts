import { ResetSetting, SettingViews } from '@lcm/core/contracts/settings';
import { defineCommand } from '../../application/operation.ts';
import type { Streams } from '../../application/streams.ts';
import { changeSettings } from './change-settings.ts';

interface Deps {
  readonly streams: Streams;
}

export const resetSetting = defineCommand({
  name: 'ResetSetting',
  summary: 'Take the change of one setting back',
  allow: 'system:manage',
  input: ResetSetting,
  output: SettingViews,
  async handle({ name }, caller, deps: Deps) {
    return changeSettings.handle({ values: { [name]: null } }, caller, deps);
  },
});
