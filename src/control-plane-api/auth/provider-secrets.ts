import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';
import * as z from 'zod';
import { newSecret } from './vault.ts';

const SecretsFile = z.object({
  signingKeys: z.array(z.looseObject({ kty: z.literal('RSA'), kid: z.string(), d: z.string() })).min(1),
  cookieKey: z.string(),
  portalSecret: z.string(),
  services: z.object({
    'resource-scheduler': z.string(),
    'worker-controller': z.string(),
    'lablet-controller': z.string(),
    delivery: z.string(),
  }),
});

/** What the embedded provider has to itself; made at the first start, each installation its own. */
export interface ProviderSecrets extends Omit<z.output<typeof SecretsFile>, 'signingKeys'> {
  /** Private RSA keys. The first signs; the others still verify. */
  readonly signingKeys: readonly JWK[];
}

export type ServiceClient = keyof ProviderSecrets['services'];

/** @throws Error when the file is there but damaged: new keys would log everybody out without a word */
export async function loadSecrets(path: string): Promise<ProviderSecrets> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text !== undefined) return SecretsFile.parse(JSON.parse(text));
  const secrets = await newSecrets();
  await writeDurably(path, JSON.stringify(secrets, null, 2));
  return secrets;
}

async function newSecrets(): Promise<ProviderSecrets> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const key = await exportJWK(privateKey);
  return {
    signingKeys: [{ ...key, kid: await calculateJwkThumbprint(key), alg: 'RS256', use: 'sig' }],
    cookieKey: newSecret(),
    portalSecret: newSecret(),
    services: {
      'resource-scheduler': newSecret(),
      'worker-controller': newSecret(),
      'lablet-controller': newSecret(),
      delivery: newSecret(),
    },
  };
}

export async function writeDurably(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const draft = await open(`${path}.draft`, 'w', 0o600);
  try {
    await draft.writeFile(text);
    await draft.sync();
  } finally {
    await draft.close();
  }
  await rename(`${path}.draft`, path);
}
