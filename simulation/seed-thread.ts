import { parentPort } from 'node:worker_threads';
import { type SimulationOptions, simulate } from './simulate.ts';

parentPort?.on('message', (run: SimulationOptions) => {
  void simulate(run).then((report) => parentPort?.postMessage(report));
});
