import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { EmbeddedCoordination } from '@lcm/core/adapters/coordination/embedded-coordination';
import { startGateway } from '@lcm/core/adapters/coordination/gateway-server';
import { SystemClock } from '@lcm/core/adapters/system/system-clock';
import { defaultLeaseTtlMs } from '@lcm/core/reconcile';
import { etcdPlace, startEtcd } from '../scripts/conformance/etcd-process.ts';
import { type Figure, quantile } from './harness.ts';

const turns = 7;
const clock = new SystemClock();
const program = fileURLToPath(import.meta.resolve('./failover-candidate.ts'));

interface Candidate {
  readonly child: ChildProcess;
  /** It could be elected from now on. */
  readonly stands: Promise<void>;
  readonly leads: Promise<void>;
}

function stand(url: string, election: string): Candidate {
  const child = spawn(process.execPath, [program, url, election], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [stands, leads] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  createInterface({ input: child.stdout }).on('line', (line) => (line === 'leads' ? leads : stands).resolve());
  return { child, stands: stands.promise, leads: leads.promise };
}

async function end({ child }: Candidate, signal: NodeJS.Signals): Promise<void> {
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
}

/** Milliseconds from the signal to the leader until the other one leads, again and again. */
async function handOvers(url: string, signal: NodeJS.Signals): Promise<number[]> {
  const election = `bench-${signal}`;
  let leader = stand(url, election);
  await leader.leads;
  const took: number[] = [];
  for (let turn = 0; turn < turns; turn += 1) {
    const other = stand(url, election);
    await other.stands;
    // The next renewal is due at another moment each time.
    await clock.sleep(500 + (turn / turns / 3) * defaultLeaseTtlMs);
    const from = performance.now();
    leader.child.kill(signal);
    await other.leads;
    took.push(performance.now() - from);
    leader = other;
  }
  await end(leader, 'SIGTERM');
  return took;
}

async function figuresOver(store: string, url: string): Promise<Figure[]> {
  const [killed, asked] = await Promise.all([handOvers(url, 'SIGKILL'), handOvers(url, 'SIGTERM')]);
  return [
    { what: `leader killed until another leads, over ${store}`, measured: inWords(killed), aim: '< 5 s' },
    { what: `leader asked to stop until another leads, over ${store}`, measured: inWords(asked), aim: '' },
  ];
}

function inWords(took: readonly number[]): string {
  return `median ${quantile(took, 0.5).toFixed(0)} ms, max ${Math.max(...took).toFixed(0)} ms of ${took.length}`;
}

async function overStandIn(): Promise<Figure[]> {
  const coordination = new EmbeddedCoordination({ clock });
  const gateway = await startGateway({ coordination });
  try {
    return await figuresOver('the stand-in for etcd', gateway.url);
  } finally {
    coordination.close();
    await gateway.close();
  }
}

/** The one on the path, or the one that `npm run conformance` unpacked. */
function installedEtcd(): string | undefined {
  const unpacked = '.conformance/etcd/usr/bin/etcd';
  const onPath = (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, 'etcd'));
  return [...onPath, unpacked].find((path) => existsSync(path));
}

async function overEtcd(): Promise<Figure[]> {
  const etcd = installedEtcd();
  if (etcd === undefined)
    return [{ what: 'leader killed, over etcd', measured: 'there is no etcd here', aim: '< 5 s' }];
  await using folder = await mkdtempDisposable(join(tmpdir(), 'lcm-bench-etcd-'));
  const place = await etcdPlace(etcd, folder.path);
  await using _ = await startEtcd(place);
  const figures = await figuresOver('etcd', place.url);
  return figures;
}

/** How long nobody leads. Processes of their own, all of them idle: side by side they do not disturb each other. */
export async function failoverFigures(): Promise<Figure[]> {
  const [standIn, etcd] = await Promise.all([overStandIn(), overEtcd()]);
  return [...standIn, ...etcd];
}
