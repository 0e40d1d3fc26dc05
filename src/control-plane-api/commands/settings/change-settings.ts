import { ChangeSettings, SettingViews } from '@lcm/core/contracts/settings';
import { changeSettings as change, noSettings, settingsId } from '@lcm/core/domain/settings';
import { reject } from '@lcm/core/kernel';
import { settings } from '../../application/aggregates.ts';
import { written } from '../../application/change.ts';
import { defineCommand } from '../../application/operation.ts';
import { inWords } from '../../application/refusals.ts';
import { settingViewsOf } from '../../application/setting-views.ts';
import type { Streams } from '../../application/streams.ts';

interface Deps {
  readonly streams: Streams;
}

/** All that is named or nothing. What changes counts in every process from its next look on. */
export const changeSettings = defineCommand({
  name: 'ChangeSettings',
  summary: 'Change settings while everything runs; null takes a change back',
  allow: 'system:manage',
  input: ChangeSettings,
  output: SettingViews,
  async handle({ values, reason: given }, caller, { streams }: Deps) {
    const reason = given ?? `asked for by ${caller.actor.name}`;
    const options = { operation: 'ChangeSettings', caller };
    const changed = await streams.change({ aggregate: settings, id: settingsId }, options, (state = noSettings, at) => {
      const decided = change(state, values, { reason, by: caller.actor.id, at });
      return decided.ok ? decided : reject(inWords(decided.rejection));
    });
    return written(changed, settingViewsOf);
  },
});
