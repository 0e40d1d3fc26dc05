import { awscli } from './awscli.ts';
import { etcd } from './etcd.ts';
import { ferretdb } from './ferretdb.ts';
import { gocmlclient } from './gocmlclient.ts';
import { helm } from './helm.ts';
import { keycloak } from './keycloak.ts';
import { moto } from './moto.ts';
import { installedOr, lineOf, type Peer, type Verdict, verdictOf } from './peer.ts';
import { run } from './program.ts';
import { redis } from './redis.ts';
import { replicas } from './replicas.ts';
import { schemathesis } from './schemathesis.ts';
import { virl2Client } from './virl2-client.ts';

/** What programs of other people say of ours: `npm run conformance`, or some of them by name. */
const peers: readonly Peer[] = [
  etcd,
  ferretdb,
  redis,
  virl2Client,
  gocmlclient,
  awscli,
  moto,
  schemathesis,
  keycloak,
  helm,
  replicas,
];
const isCi = process.env['CI'] === 'true';
const usualInstallLimitMs = 100_000;

async function verdictOn(peer: Peer): Promise<Verdict> {
  const script = `scripts/conformance/${peer.name}.sh`;
  const limitMs = peer.installLimitMs ?? usualInstallLimitMs;
  const { code, output, errors } = await run({ program: 'bash', args: [script], limitMs });
  const installed = installedOr({ code, output: code === 0 ? output : errors }, isCi);
  if (!('program' in installed)) return installed;
  try {
    return verdictOf(installed.version, await peer.check(installed));
  } catch (error) {
    const problem = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { version: installed.version, passed: 0, problems: [problem] };
  }
}

const names = process.argv.slice(2);
const unknown = names.filter((name) => !peers.some((peer) => peer.name === name));
if (unknown.length > 0) throw new Error(`There is no peer called ${unknown.join(', ')}`);

const tally = { passed: 0, failed: 0, skipped: 0 };
for (const peer of peers) {
  if (names.length > 0 && !names.includes(peer.name)) continue;
  const verdict = await verdictOn(peer);
  console.log(lineOf(peer, verdict));
  if ('skipped' in verdict) tally.skipped += 1;
  else {
    tally.passed += verdict.passed;
    tally.failed += verdict.problems.length;
  }
}
console.log(`${tally.skipped} skipped`);
console.log(`${tally.passed} passed, ${tally.failed} failed`);
process.exitCode = tally.failed === 0 ? 0 : 1;
