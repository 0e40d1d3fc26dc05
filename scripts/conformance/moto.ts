import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ec2Differences } from './ec2-differences.ts';
import type { Findings, Peer } from './peer.ts';
import { serve } from './program.ts';
import { findingsOfContract } from './vitest-findings.ts';

/** It looks at what it launches only when it is told to. */
const validation = {
  MOTO_EC2_ENABLE_INSTANCE_TYPE_VALIDATION: 'true',
  MOTO_ENABLE_AMI_VALIDATION: 'true',
  MOTO_ENABLE_KEYPAIR_VALIDATION: 'true',
};

type Check = (url: string) => Promise<Findings>;

const contractsOf =
  (...files: readonly string[]): Check =>
  async (url) => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'conformance-moto-'));
    return await findingsOfContract({ files, address: ['MOTO_URL', url], folder: folder.path });
  };

const ec2Adapter = contractsOf(
  ...['ec2-instances', 'ec2-volume-snapshots'].map((of) => `src/core/adapters/instances/${of}.test.ts`),
);

const s3Adapter = contractsOf('src/core/adapters/blobs/s3-blobs.test.ts');

const ec2Simulator: Check = async (url) => {
  const args = ['simulators/aws/main.ts', '--port', '0', '--speed', '60'];
  await using simulator = await serve({ program: process.execPath, args }, /AWS simulator on (http:\S+)/);
  return await ec2Differences({ moto: url, simulator: simulator.address });
};

/** One after the other, for each begins by emptying it. Another service of AWS is another check. */
const checks: readonly Check[] = [ec2Adapter, ec2Simulator, s3Adapter];

export const moto: Peer = {
  name: 'moto',
  against: 'the adapters of EC2 and S3 and the AWS simulator',
  installLimitMs: 180_000,
  async check({ program }) {
    const args = ['-m', 'moto.server', '--host', '127.0.0.1', '--port', '0'];
    await using server = await serve({ program, args, env: validation }, /Running on (http:\S+)/);
    const findings: Findings[] = [];
    for (const check of checks) findings.push(await check(server.address));
    return {
      passed: findings.reduce((sum, { passed }) => sum + passed, 0),
      problems: findings.flatMap(({ problems }) => problems),
    };
  },
};
