import { serveCml } from './cml-simulator.ts';
import type { Findings, Peer } from './peer.ts';
import { type Ended, onLoopback } from './program.ts';

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
    await using cml = await serveCml();
    const args = ['scripts/conformance/virl2-client.py', cml.url, cml.username, cml.password];
    return findingsOf(await onLoopback({ program, args, limitMs: 90_000 }));
  },
};
