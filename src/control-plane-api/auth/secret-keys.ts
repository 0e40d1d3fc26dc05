import { join } from 'node:path';
import type { EdgeConfig } from '../edge-config.ts';
import { loadSessionSecret } from './session-secret.ts';

/** What secrets at rest are sealed with, the newest first. Replicas are given theirs by a setting; one alone makes its own. */
export async function secretKeys(
  { SECRETS_ENCRYPTION_KEYS: keys, SESSION_SECRET_KEY: shared }: EdgeConfig,
  folder: string,
): Promise<readonly [string, ...string[]]> {
  return keys ?? [shared ?? (await loadSessionSecret(join(folder, 'secrets-key')))];
}
