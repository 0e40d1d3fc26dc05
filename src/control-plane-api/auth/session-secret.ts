import { readFile } from 'node:fs/promises';
import { writeDurably } from './provider-secrets.ts';
import { newSecret } from './vault.ts';

/** The secret of this installation's sessions, made at its first start. Replicas are given theirs by a setting instead. */
export async function loadSessionSecret(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    const secret = newSecret();
    await writeDurably(path, secret);
    return secret;
  }
}
