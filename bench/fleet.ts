import { fork } from 'node:child_process';
import { once } from 'node:events';
import * as z from 'zod';
import { type Figure, quantile } from './harness.ts';

const Counts = z.object({ calls: z.record(z.string(), z.number()), throttled: z.number() });
const Timed = Counts.extend({ ms: z.number() });

/** What the process that holds the fleet tells of it. */
const FleetReport = z.object({
  fleet: z.string(),
  leaderChange: z.array(Timed.extend({ cpuMs: z.number(), failed: z.number(), commits: z.number() })),
  /** By the names of the jobs. */
  rounds: z.record(z.string(), z.array(Timed)),
  snapshot: z.object({ firstMs: z.number(), nextMs: z.number(), blockMs: z.number(), mib: z.number() }),
  rssMib: z.number(),
});
export type FleetReport = z.output<typeof FleetReport>;

/** The same fleet in virtual time, with nothing going on. */
const IdleReport = Counts.extend({
  minutes: z.number(),
  looks: z.number(),
  /** From the beginning of the term. */
  commits: z.number(),
  firstTermCommits: z.number(),
  cpuMs: z.number(),
});
export type IdleReport = z.output<typeof IdleReport>;

export type FleetPart = 'live' | 'idle';

/** Each in a process of its own: one measures memory, the other is as fast as it can be. */
async function told(part: FleetPart): Promise<unknown> {
  const child = fork(new URL('./fleet-process.ts', import.meta.url), [part]);
  const ended = once(child, 'exit').then(([code]) => {
    if (code !== 0) throw new Error(`the process of the ${part} fleet ended with ${code}`);
    return [];
  });
  const [message] = await Promise.race([once(child, 'message'), ended]);
  await ended;
  return message;
}

/** The worker controller over a fleet that is up and full, with clouds that take their time to answer. */
export async function fleetFigures(): Promise<Figure[]> {
  const live = FleetReport.parse(await told('live'));
  return [...liveRows(live), ...idleRows(live.fleet, IdleReport.parse(await told('idle')))];
}

function liveRows({ fleet, leaderChange, rounds, snapshot, rssMib }: FleetReport): readonly Figure[] {
  const [change] = leaderChange.toSorted((a, b) => a.ms - b.ms).slice(Math.floor(leaderChange.length / 2));
  const middle = (values: readonly { readonly ms: number }[]): string =>
    seconds(
      quantile(
        values.map(({ ms }) => ms),
        0.5,
      ),
    );
  return [
    {
      what: `new leader until it has looked at each of ${fleet}`,
      measured: `${middle(leaderChange)}, ${seconds(change?.cpuMs ?? Number.NaN)} of processor`,
      aim: '< 10 s',
    },
    { what: '… asked of AWS and of CML by then', measured: countsInWords(change), aim: 'none throttled' },
    ...Object.entries(rounds).map(([job, taken]) => ({
      what: `one round of ${job}`,
      measured: [middle(taken), countsInWords(taken[0])].filter((part) => part !== '').join('; '),
      aim: '< 300 s',
    })),
    {
      what: 'snapshot for a first and for the next reader of the live stream',
      measured: `${seconds(snapshot.firstMs)}, ${seconds(snapshot.nextMs)}; ${snapshot.mib.toFixed(1)} MiB`,
      aim: '',
    },
    {
      what: '… the longest that others wait for it',
      measured: `${Math.round(snapshot.blockMs)} ms`,
      aim: '< 50 ms',
    },
    { what: 'memory of that process by then', measured: `${Math.round(rssMib)} MiB`, aim: '< 512 MiB' },
  ];
}

function idleRows(fleet: string, idle: IdleReport): readonly Figure[] {
  const { minutes, commits, firstTermCommits, looks, cpuMs } = idle;
  const perMinute = Object.fromEntries(
    Object.entries(idle.calls).map(([action, calls]) => [action, Math.round(calls / minutes)]),
  );
  return [
    {
      what: `${fleet}, nothing going on: asked a minute`,
      measured: countsInWords({ calls: perMinute, throttled: idle.throttled }),
      aim: '< 1,200 of each EC2 action',
    },
    {
      what: '… looks a minute, and processor for them',
      measured: `${Math.round(looks / minutes).toLocaleString('en')}; ${seconds(cpuMs / minutes)}`,
      aim: '',
    },
    { what: `… commits in the first ${minutes + 1} minutes of a term`, measured: String(commits), aim: 'none' },
    { what: '… in those of the first term there ever was', measured: String(firstTermCommits), aim: '' },
  ];
}

function countsInWords(of: z.output<typeof Counts> | undefined): string {
  const { calls = {}, throttled = 0 } = of ?? {};
  const each = Object.entries(calls).map(([action, count]) => `${count.toLocaleString('en')} ${action}`);
  return [...each, ...(throttled > 0 ? [`${throttled} throttled`] : [])].join(', ');
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(2)} s`;
}
