import { readSettingsEnvironment } from '@lcm/core/contracts/settings';
import { noSettings, noteEnvironment, settingsId } from '@lcm/core/domain/settings';
import { settings } from './application/aggregates.ts';
import type { OperationDeps } from './application/deps.ts';

const installer = { id: 'service:installer', name: 'installer', roles: ['admin'] } as const;

/**
 * Notes what the environment says of settings, so that every process goes by it and the history tells what counted when.
 * @throws ZodError that names every variable at fault at once
 */
export async function noteSettings(
  environment: Readonly<Record<string, string | undefined>>,
  { streams }: Pick<OperationDeps, 'streams'>,
): Promise<void> {
  const values = readSettingsEnvironment(environment);
  // Without a word there is nothing to note, and nothing to take back when nothing was noted.
  const { state } = await streams.load(settings, settingsId);
  if (state === undefined && Object.keys(values).length === 0) return;
  const options = { operation: 'NoteSettings', caller: { actor: installer, correlationId: 'installation' } };
  await streams.change({ aggregate: settings, id: settingsId }, options, (before = noSettings, at) =>
    noteEnvironment(before, values, at),
  );
}
