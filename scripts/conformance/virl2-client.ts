import { randomBytes } from 'node:crypto';
import type { Findings, Peer } from './peer.ts';
import { type Ended, onLoopback, serve } from './program.ts';

/** The script names each step before it takes it, and says `conforms` after the last. */
function findingsOf({ code, output, errors }: Ended): Findings {
  const steps = output.split('\n').filter((line) => line.startsWith('- '));
  if (code === 0 && output.trimEnd().endsWith('\nconforms')) return { passed: steps.length, problems: [] };
  const step = steps.at(-1)?.slice(2) ?? 'its start';
  return { passed: Math.max(0, steps.length - 1), problems: [`failed at: ${step}\n${errors.trim()}`] };
}

export const virl2Client: Peer = {
  name: 'virl2-client',
  against: 'the CML simulator',
  async check({ program }) {
    const password = randomBytes(12).toString('base64url');
    const options = ['--port', '0', '--speed', '60', '--booted', '--password', password];
    const simulator = { program: process.execPath, args: ['simulators/cml/main.ts', ...options] };
    await using server = await serve(simulator, /CML simulator at (https:[^\s,]+), user/);
    const args = ['scripts/conformance/virl2-client.py', server.address, 'admin', password];
    return findingsOf(await onLoopback({ program, args, limitMs: 90_000 }));
  },
};
