import { expect, test } from 'vitest';
import { settingsDocument } from './settings-document.ts';

test('docs/settings.md says what the code does (run `vitest -u` after a deliberate change)', async () => {
  await expect(settingsDocument()).toMatchFileSnapshot('../docs/settings.md');
});
