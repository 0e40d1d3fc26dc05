import { NotNowError } from '@lcm/core/adapters/process/main-process';
import { SettingsError } from '@lcm/core/adapters/process/settings';
import { SampleStoreError } from '@lcm/core/ports/sample-store';
import { SessionStoreError } from '@lcm/core/ports/session-store';
import { StateStoreError } from '@lcm/core/ports/state-store';
import { expect, test } from 'vitest';
import { reached } from './compose-stores.ts';

test.each([
  new StateStoreError('away'),
  new SampleStoreError('away'),
  new SessionStoreError('away'),
])('a store that is away is a reason to start again later: $name', async (away) => {
  await expect(reached(Promise.reject(away))).rejects.toThrow(NotNowError);
});

test('wrong settings stay what they are', async () => {
  await expect(reached(Promise.reject(new SettingsError('no such database')))).rejects.toThrow(SettingsError);
});
