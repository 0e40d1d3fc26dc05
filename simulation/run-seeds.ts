import { availableParallelism } from 'node:os';
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import type { SimulationOptions, SimulationReport } from './simulate.ts';

/** What a thread is started with. */
export interface SeedThread {
  readonly port: MessagePort;
}

/** Runs simulations side by side, one thread a core; tells of each as it ends. */
export async function runSeeds(
  runs: readonly SimulationOptions[],
  onReport: (report: SimulationReport) => void,
): Promise<readonly SimulationReport[]> {
  const waiting = [...runs];
  const reports: SimulationReport[] = [];
  const hear = (report: SimulationReport): void => {
    reports.push(report);
    onReport(report);
  };
  const threads = Math.min(availableParallelism(), runs.length);
  await Promise.all(Array.from({ length: threads }, () => runThread(waiting, hear)));
  return reports.toSorted((a, b) => a.seed - b.seed);
}

/** Promises of the dead never settle, and what they hold on to goes with the thread: each has only so many weeks. */
const weeksOfAThread = 12;

async function runThread(waiting: SimulationOptions[], hear: (report: SimulationReport) => void): Promise<void> {
  while (waiting.length > 0) await runWeeks(waiting, hear);
}

async function runWeeks(waiting: SimulationOptions[], hear: (report: SimulationReport) => void): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  const workerData: SeedThread = { port: port2 };
  const thread = new Worker(new URL('./seed-thread.ts', import.meta.url), { workerData, transferList: [port2] });
  try {
    for (let week = 0; week < weeksOfAThread; week += 1) {
      const run = waiting.shift();
      if (run !== undefined) hear(await ask(thread, port1, run));
    }
  } finally {
    port1.close();
    await thread.terminate();
  }
}

function ask(thread: Worker, port: MessagePort, run: SimulationOptions): Promise<SimulationReport> {
  return new Promise((resolve, reject) => {
    const onError = (error: unknown): void => reject(new Error(`seed ${run.seed} broke off`, { cause: error }));
    thread.once('error', onError);
    port.once('message', (report: SimulationReport) => {
      thread.off('error', onError);
      resolve(report);
    });
    port.postMessage(run, []);
  });
}
