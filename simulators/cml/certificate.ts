import { generate } from 'selfsigned';

export interface TlsPair {
  readonly key: string;
  readonly cert: string;
}

let made: Promise<TlsPair> | undefined;

/** One self-signed certificate for every simulated server of this process: making one takes a while. */
export async function selfSignedCertificate(): Promise<TlsPair> {
  made ??= make();
  return made;
}

async function make(): Promise<TlsPair> {
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'cml-controller' }], {
    keyType: 'ec',
    algorithm: 'sha256',
  });
  return { key, cert };
}
