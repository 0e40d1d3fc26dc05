import { workerData } from 'node:worker_threads';
import type { SeedThread } from './run-seeds.ts';
import { type SimulationOptions, simulate } from './simulate.ts';

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only `runSeeds` starts this thread
const { port } = workerData as SeedThread;

port.on('message', (run: SimulationOptions) => {
  void simulate(run).then((report) => port.postMessage(report, []));
});
