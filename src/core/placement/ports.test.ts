import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { foreignPorts, type LabPort, type LabStatus, labTransitions } from '../domain/lab/index.ts';
import { aReservation, aRunningWorker, holding, hour, testNow as now } from '../domain/testing/index.ts';
import { nothing, type Worker } from '../domain/worker/index.ts';
import { type PlacementRequest, place, defaultPlacementSettings as settings } from './index.ts';

const needs = { ...nothing, cpuCores: 1 };

/** The range of the test's workers is 2000 to 2029. */
function asking(count: number): PlacementRequest {
  const portNames = Array.from({ length: count }, (_, index) => `p${index}`);
  return { needs, portNames, bootSeconds: 0, durationMs: hour };
}

function aLab(ports: readonly number[], fields: { readonly launch?: number; readonly status?: LabStatus } = {}) {
  const taken: readonly LabPort[] = ports.map((port) => ({ label: 'R1', protocol: 'serial', port }));
  const { id: workerId } = aRunningWorker();
  const made = { source: 'discovery', runs: [], status: 'stopped' } as const;
  return { workerId, launch: 1, ...made, ...fields, facts: { ports: taken } };
}

function decide(worker: Worker, labs: readonly ReturnType<typeof aLab>[], count: number) {
  const fleet = { workers: [worker], templates: [], foreignPorts: foreignPorts(labs, [worker]), settings, now };
  return place(asking(count), fleet);
}

const somePorts = fc.uniqueArray(fc.integer({ min: 1990, max: 2040 }), { maxLength: 40 });

test('no session gets a port that a lab on the host holds, and it gets one as long as another is free', () => {
  fc.assert(
    fc.property(somePorts, somePorts, fc.integer({ min: 1, max: 4 }), (held, promised, count) => {
      const among = promised.filter((port) => port >= 2000 && port <= 2029);
      const ports = Object.fromEntries(among.map((port) => [`r${port}`, port]));
      const decision = decide(aRunningWorker(holding(aReservation(1, { ports }))), [aLab(held)], count);
      const free = Array.from({ length: 30 }, (_, index) => 2000 + index).filter(
        (port) => !held.includes(port) && !among.includes(port),
      );
      if (decision.kind === 'place') expect(Object.values(decision.ports)).toEqual(free.slice(0, count));
      else expect(decision.verdict.workers[0]?.short).toEqual({ ports: count - free.length });
      expect(decision.kind === 'place').toBe(free.length >= count);
    }),
  );
});

test('a refusal says how many ports labs hold when ports are what is missing', () => {
  const all = Array.from({ length: 29 }, (_, index) => 2000 + index);
  const { verdict } = decide(aRunningWorker(), [aLab(all.slice(0, 12)), aLab([2028, 5000])], 20);
  expect(verdict.workers[0]).toMatchObject({ short: { ports: 3 }, foreignPorts: 13 });
  expect(verdict.wouldHelp[0]).toBe('3 ports more on w1, where labs that no session has hold 13 ports');
});

test('a verdict says nothing of labs where others than ports are missing, or none is', () => {
  const full = aRunningWorker(holding(aReservation(1, { amounts: { ...nothing, cpuCores: 8 }, ports: {} })));
  const start = now;
  const fleet = { workers: [full], templates: [], foreignPorts: foreignPorts([aLab([2000])], [full]), settings, now };
  expect(place({ ...asking(1), start }, fleet).verdict.workers[0]).not.toHaveProperty('foreignPorts');
  expect(decide(aRunningWorker(), [aLab([2000])], 1).verdict.workers[0]).not.toHaveProperty('foreignPorts');
});

test('a port is held by a lab that is off, not by one that is gone or was on an earlier host', () => {
  const holds = (status: LabStatus, launch = 1): boolean =>
    foreignPorts([aLab([2000], { status, launch })], [aRunningWorker()]).size > 0;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of the table are its statuses
  const statuses = Object.keys(labTransitions) as LabStatus[];
  const without = statuses.filter((status) => !holds(status));
  expect(without).toEqual(['importing', 'orphaned', 'deleted', 'archived']);
  expect(holds('booted', 2)).toBe(false);
});
