import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { StateFile } from '@lcm/simulator-kit/state-file';
import * as z from 'zod';

const secret = z.string().min(32);
const Secrets = z.object({ sessionSecret: secret, cmlPassword: secret, ldsPassword: secret, licenseToken: secret });

/** Secrets of this one installation, made at its first start: nothing has a default that others know. */
export type InstallationSecrets = z.output<typeof Secrets>;

/** @throws ZodError when the file is damaged: new secrets would lock everybody out without a word */
export function installationSecrets(folder: string): InstallationSecrets {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, 'secrets.json');
  const file = new StateFile(path);
  const known = file.read();
  if (known !== undefined) return Secrets.parse(known);
  const secrets = { sessionSecret: fresh(), cmlPassword: fresh(), ldsPassword: fresh(), licenseToken: fresh() };
  file.write(secrets);
  chmodSync(path, 0o600);
  return secrets;
}

function fresh(): string {
  return randomBytes(24).toString('hex');
}
