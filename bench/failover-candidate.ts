import { EtcdCoordination } from '@lcm/core/adapters/coordination/etcd-coordination';
import { stopped } from '@lcm/core/adapters/process/main-process';
import { SystemClock } from '@lcm/core/adapters/system/system-clock';
import { SystemRandom } from '@lcm/core/adapters/system/system-random';
import { lead } from '@lcm/core/reconcile';

/** One process that stands for an election, and does nothing but say when it leads. */
const [, , url = '', election = ''] = process.argv;
const clock = new SystemClock();
const coordination = new EtcdCoordination({ endpoints: [url], clock });
const stop = new AbortController();
process.once('SIGTERM', () => stop.abort());
console.log('stands');
await lead({
  coordination,
  election,
  clock,
  random: new SystemRandom(),
  signal: stop.signal,
  onLeading: async ({ signal }) => {
    console.log('leads');
    await stopped(signal);
  },
});
await coordination.close();
