import { describe, expect, test } from 'vitest';
import type { Template } from '../domain/template/index.ts';
import { aReservation, aRunningWorker, aSpec, aTemplate, holding, hour, testNow } from '../domain/testing/index.ts';
import { type KnownNodeDefinition, nothingSpent, type Worker } from '../domain/worker/index.ts';
import { instant } from '../kernel/index.ts';
import { type Decision, defaultPlacementSettings, type PlacementRequest, place } from './index.ts';

const request: PlacementRequest = {
  needs: { cpuCores: 4, memoryMiB: 4096, storageGiB: 10, nodes: 4 },
  portNames: [],
  bootSeconds: 60,
  durationMs: 2 * hour,
};

/** Its room is taken for a day from now on. */
function full(fields: Partial<Worker> = {}): Worker {
  const all = aReservation(1, { until: instant(testNow + 24 * hour), amounts: aSpec.capacity });
  return aRunningWorker({ ...holding(all), ...fields });
}

function decide(templates: readonly Template[], workers: readonly Worker[] = [full()]): Decision {
  return place(request, { workers, templates, settings: defaultPlacementSettings, now: testNow });
}

test('no worker is planned of a template that is switched off or was deleted', () => {
  expect(decide([aTemplate()])).toMatchObject({ kind: 'plan' });
  expect(decide([aTemplate({ enabled: false })]).kind).not.toBe('plan');
  expect(decide([aTemplate({ deletedAt: testNow })]).kind).not.toBe('plan');
});

test('a new worker is planned as long as the month’s budget holds what is booked and what it adds', () => {
  // A day that is booked costs 96 USD; two hours with a boot and a clean-up cost 10.33.
  expect(decide([aTemplate({ monthlyBudgetUsd: 107 })])).toMatchObject({ kind: 'plan' });
  const refused = decide([aTemplate({ monthlyBudgetUsd: 106 })]);
  expect(refused).not.toMatchObject({ kind: 'plan' });
});

test('what was spent counts too, also by workers that have ended, and not in another month', () => {
  const months = { '2026-11': { ...nothingSpent, hostUsd: 90 }, '2026-10': { ...nothingSpent, hostUsd: 900 } };
  const cost = { since: testNow, starts: 1, months };
  const ended = full({ status: 'terminated', reservations: {}, cost });
  const template = aTemplate({ monthlyBudgetUsd: 100 });
  const decision = decide([template], [ended]);
  expect(decision).toMatchObject({
    kind: 'refuse',
    verdict: { wouldHelp: ['a monthly budget of 101 USD for template metal, which has 100 USD'] },
  });
  expect(decide([{ ...template, monthlyBudgetUsd: 101 }], [ended])).toMatchObject({ kind: 'plan' });
});

test('another template is taken when the cheaper one’s budget is used up', () => {
  const dear = aTemplate({ name: 'dear', spec: { ...aSpec, hourlyCostUsd: 9 } });
  expect(decide([aTemplate({ monthlyBudgetUsd: 1 }), dear])).toMatchObject({
    kind: 'plan',
    template: { name: 'dear' },
  });
});

test('a budget is for the template’s workers everywhere, whatever region is asked for', () => {
  const elsewhere = full({ spec: { ...aSpec, region: 'us-west-2' } });
  const asked = { ...request, region: { name: 'us-east-1', only: true } };
  const decided = (monthlyBudgetUsd: number): Decision['kind'] => {
    const templates = [aTemplate({ monthlyBudgetUsd })];
    return place(asked, { workers: [elsewhere], templates, settings: defaultPlacementSettings, now: testNow }).kind;
  };
  expect([decided(107), decided(106)]).toEqual(['plan', 'refuse']);
});

function withNodes(worker: Worker, ...nodes: readonly KnownNodeDefinition[]): Worker {
  return { ...worker, definitions: { since: testNow, nodes, images: [] } };
}

describe('what a worker’s CML can run', () => {
  const asav = { ...request, nodeDefinitions: ['iosv', 'asav'] };
  const iosv = { id: 'iosv', images: ['iosv-159'] };
  const on = (worker: Worker): Decision =>
    place(asav, { workers: [worker], templates: [], settings: defaultPlacementSettings, now: testNow });

  test('one that lacks a kind of node, or its image, is no place for it, and says so', () => {
    const lacks = on(withNodes(aRunningWorker(), iosv));
    expect(lacks.verdict.workers[0]?.obstacles).toEqual(['its CML does not know the node definition asav']);
    expect(lacks.kind).toBe('refuse');
    const empty = on(withNodes(aRunningWorker(), iosv, { id: 'asav', images: [], lacksImage: true }));
    expect(empty.verdict.workers[0]?.obstacles).toEqual(['its CML has no image for asav']);
  });

  test('one whose CML is another version than the lab runs on is no place for it, by number and not by letter', () => {
    const from = (version: string): Decision => {
      const workers = [aRunningWorker({ cmlVersion: '2.10.0' })];
      const fleet = { workers, templates: [aTemplate()], settings: defaultPlacementSettings, now: testNow };
      return place({ ...request, cmlVersions: { from: version } }, fleet);
    };
    expect(from('2.9').kind).toBe('place');
    const refused = from('2.11');
    expect(refused.verdict.workers[0]?.obstacles).toEqual(['its CML is 2.10.0, and the lab needs 2.11 or later']);
    // Another host of that image would have the same CML.
    expect(refused.kind).toBe('refuse');
    expect(refused.verdict.wouldHelp.join()).toMatch('a worker with what is missing');
  });

  test('one that has them, and one that nobody has looked at yet, are places', () => {
    expect(on(withNodes(aRunningWorker(), iosv, { id: 'asav', images: ['asav-9'] })).kind).toBe('place');
    expect(on(aRunningWorker()).kind).toBe('place');
  });

  test('no new worker is made of an image of which another has shown that it lacks them', () => {
    const workers = [withNodes(aRunningWorker(), iosv)];
    const fleet = { workers, templates: [aTemplate()], settings: defaultPlacementSettings, now: testNow };
    const decision = place(asav, fleet);
    expect(decision.kind).toBe('refuse');
    expect(decision.verdict.summary).toMatch('its CML does not know the node definition asav');
    expect(decision.verdict.wouldHelp.join()).toMatch('a worker with what is missing');
    const other = aTemplate({ spec: { ...aSpec, imageName: 'cml-with-asav-*' } });
    expect(place(asav, { ...fleet, templates: [other] }).kind).toBe('plan');
  });
});
