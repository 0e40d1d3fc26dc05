import { join } from 'node:path';
import { writeDurably } from './auth/provider-secrets.ts';

/** Each service's own secret in a file of its own, so that it can be given to that service and to nobody else. */
export async function writeServiceSecrets(folder: string, secrets: Readonly<Record<string, string>>): Promise<void> {
  for (const [service, secret] of Object.entries(secrets)) await writeDurably(join(folder, service), secret);
}
