import { randomBytes } from 'node:crypto';
import { serve } from './program.ts';

export interface CmlSimulator extends AsyncDisposable {
  readonly url: string;
  readonly username: string;
  readonly password: string;
}

/** A CML server that is up, without a licence and without labs; it ends with the block that holds it. */
export async function serveCml(): Promise<CmlSimulator> {
  // Hex: a password of base64url may begin with a dash, and no option takes that for its value.
  const password = randomBytes(12).toString('hex');
  const args = ['simulators/cml/main.ts', '--port', '0', '--speed', '60', '--booted', '--password', password];
  const says = /CML simulator at (https:[^\s,]+), user/;
  const server = await serve({ program: process.execPath, args }, says);
  return {
    url: server.address,
    username: 'admin',
    password,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}
