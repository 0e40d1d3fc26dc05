import * as z from 'zod';
import { serveCml } from './cml-simulator.ts';
import type { Findings, Peer } from './peer.ts';
import { type Ended, onLoopback } from './program.ts';

const line = z.union([z.object({ step: z.string() }), z.object({ conforms: z.literal(true) })]);

/** The program names each step before it takes it, and says that all conforms after the last. */
function findingsOf({ code, output, errors }: Ended): Findings {
  const lines = output.trim().split('\n').filter(Boolean);
  const told = lines.map((text) => line.parse(JSON.parse(text)));
  const steps = told.flatMap((one) => ('step' in one ? one.step : []));
  const last = told.at(-1);
  if (code === 0 && last !== undefined && 'conforms' in last) return { passed: steps.length, problems: [] };
  const problem = `failed at: ${steps.at(-1) ?? 'its start'}\n${errors.trim()}`;
  return { passed: Math.max(0, steps.length - 1), problems: [problem] };
}

export const gocmlclient: Peer = {
  name: 'gocmlclient',
  against: 'the CML simulator',
  installLimitMs: 180_000,
  async check({ program }) {
    await using cml = await serveCml();
    const args = [cml.url, cml.username, cml.password];
    return findingsOf(await onLoopback({ program, args, limitMs: 90_000 }));
  },
};
