import { expect, test } from 'vitest';
import { instant } from '../../kernel/index.ts';
import { aWorker } from '../testing/index.ts';
import { evolveWorker, type Fullness, measured, type Pressure, type Worker } from './index.ts';

const at = instant(1);

function seen(worker: Worker, full: Fullness): readonly (readonly Pressure[])[] {
  const decided = measured(worker, { full, limits: { memory: 95, disk: 90 } }, at);
  return decided.ok
    ? decided.value.flatMap((event) => (event.type === 'WorkerPressureChanged' ? [event.under] : []))
    : [];
}

const running = (pressure?: readonly Pressure[]): Worker => ({ ...aWorker(), status: 'running', pressure });

test('a disk that fills up is told once, and once more when it is empty enough', () => {
  expect(seen(running(), { disk: 90 })).toEqual([]);
  expect(seen(running(), { disk: 90.1 })).toEqual([['disk']]);
  expect(seen(running(['disk']), { disk: 97 })).toEqual([]);
  expect(seen(running(['disk']), { disk: 85 })).toEqual([]);
  expect(seen(running(['disk']), { disk: 84.9 })).toEqual([[]]);
});

test('memory and disk are judged apart', () => {
  expect(seen(running(['disk']), { disk: 95, memory: 96 })).toEqual([['memory', 'disk']]);
  expect(seen(running(['memory', 'disk']), { disk: 95, memory: 50 })).toEqual([['disk']]);
});

test('what was not measured stays as it was', () => {
  expect(seen(running(['disk']), { memory: 20 })).toEqual([]);
  expect(seen(running(), {})).toEqual([]);
});

test('a host that does not run is short of nothing, and nothing late makes it so', () => {
  const stopped = evolveWorker(running(['disk']), { type: 'WorkerStatusChanged', to: 'stopped', reason: 'asked', at });
  expect(stopped.pressure).toBeUndefined();
  expect(seen(stopped, { disk: 99 })).toEqual([]);
});
