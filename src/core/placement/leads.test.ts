import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DefinitionId } from '../domain/definition/index.ts';
import {
  aReservation,
  aRunningWorker,
  aSession,
  aStoppedWorker,
  aTemplate,
  aWorker,
  holding,
  hour,
  minute,
  testNow as now,
} from '../domain/testing/index.ts';
import { type BootKind, idlenessOf, nothing, type Worker } from '../domain/worker/index.ts';
import { instant, logNormal, SeededRandom } from '../kernel/index.ts';
import { foreseenStep, hostReadyAt, idleRuleOf, learn, type PlacementSettings, place, planFleet } from './index.ts';
import { leadMs, prepareMs } from './leads.ts';
import { defaultPlacementSettings as settings } from './settings.ts';

/** Workers of a template that came up as often and took so long. */
function after(kind: BootKind, took: readonly number[], template = 'metal'): Worker {
  const recent = took.map((ms, index) => ({ kind, ms, from: instant(now - (index + 1) * hour) }));
  return aWorker({ template, boots: { recent } }, 9);
}

function knowing(...workers: readonly Worker[]): PlacementSettings {
  return { ...settings, learned: learn(workers, []) };
}

const ten = (minutes: number): readonly number[] => Array.from({ length: 10 }, () => minutes * minute);
const stopped = aStoppedWorker();
const seeds = { launch: settings.newLeadMs, restart: settings.stoppedLeadMs };

describe('the lead time of a host', () => {
  test('is what was said at first until ten boots of its kind and template are known', () => {
    const few = knowing(after('restart', ten(5).slice(1)), after('launch', ten(5)), after('restart', ten(5), 'other'));
    expect(leadMs('restart', stopped, few)).toBe(settings.stoppedLeadMs);
    expect(leadMs('restart', stopped, knowing(after('restart', ten(9))))).toBe(
      9 * minute + settings.stoppedLeadMs / 10,
    );
  });

  test('is never below a quarter of what was said at first, nor above four times, nor below nine of ten', () => {
    const boots = fc.array(fc.integer({ min: 0, max: 3 * hour }), { minLength: 10, maxLength: 80 });
    fc.assert(
      fc.property(boots, fc.constantFrom<BootKind>('launch', 'restart'), (took, kind) => {
        const lead = leadMs(kind, stopped, knowing(after(kind, took)));
        expect(lead).toBeGreaterThanOrEqual(seeds[kind] / 4);
        expect(lead).toBeLessThanOrEqual(seeds[kind] * 4);
        const newest = took.slice(0, 50);
        const isCapped = lead === seeds[kind] * 4;
        expect(isCapped || newest.filter((ms) => ms <= lead).length >= newest.length * 0.9).toBe(true);
      }),
    );
  });

  test('lets 99 of 100 labs be ready two minutes early on hosts that come up for them, however both scatter', () => {
    const scatter = fc.record({
      seed: fc.nat(),
      median: fc.integer({ min: 4, max: 15 }),
      sigma: fc.constantFrom(0.1, 0.3),
    });
    fc.assert(
      fc.property(scatter, ({ seed, median, sigma }) => {
        const random = new SeededRandom(seed);
        const boot = (): number => logNormal(random, median * minute, sigma);
        const lab = (): number => logNormal(random, 4 * minute, 0.25);
        let [up, ready] = [0, 0];
        const rounds = 2_000;
        for (let round = 0; round < rounds; round += 1) {
          const restarts = after('restart', Array.from({ length: 50 }, boot));
          const labs = Array.from({ length: 50 }, () => prepared(lab() / minute));
          const known = { ...settings, learned: learn([restarts], labs) };
          const [bootMs, leadTime] = [boot(), leadMs('restart', stopped, known)];
          const early = { bootSeconds: 240, definitionId: DefinitionId.parse('def_1') };
          const needed = leadTime + prepareMs(early, known) + known.marginMs - 2 * minute;
          if (bootMs <= leadTime) up += 1;
          if (bootMs + lab() <= needed) ready += 1;
        }
        expect(up / rounds).toBeGreaterThan(0.93);
        expect(ready / rounds).toBeGreaterThan(0.99);
      }),
      { numRuns: 3, seed: 1 },
    );
  });

  test('counts a boot that is under way from its beginning, whatever its status was called since', () => {
    const open = { kind: 'launch', from: instant(now - 10 * minute) } as const;
    const starting = aWorker({ status: 'starting', statusSince: now, boots: { open, recent: [] } });
    expect(hostReadyAt(starting, now, settings) - now).toBe(15 * minute);
    expect(hostReadyAt(starting, instant(now + hour), settings) - now).toBe(hour + 10_000);
  });
});

describe('what a template’s hosts really took', () => {
  const known = knowing(after('restart', ten(6)), after('launch', ten(8)));
  const restartMs = 6 * minute + settings.stoppedLeadMs / 10;
  const launchMs = 8 * minute + settings.newLeadMs / 10;
  const booked = aStoppedWorker(
    holding(aReservation(1, { from: instant(now + hour), until: instant(now + 2 * hour) })),
  );

  test('is when a stopped host is woken for a booking, as it was foreseen', () => {
    expect(foreseenStep(booked, known, now)).toMatchObject({ at: now + hour - restartMs, to: 'running' });
    expect(planFleet([booked], known, instant(now + hour - restartMs - 1))).toEqual([]);
    expect(planFleet([booked], known, instant(now + hour - restartMs))).toMatchObject([{ to: 'running' }]);
  });

  test('is what placement promises of a stopped host and of a new one', () => {
    const request = { needs: { ...nothing, cpuCores: 1 }, portNames: [], bootSeconds: 60, durationMs: hour };
    const fleet = { workers: [stopped], templates: [], settings: known, now };
    const soon = place(request, fleet);
    expect(soon).toMatchObject({ kind: 'place', window: { start: now + restartMs + prepareMs(request, known) } });
    const start = instant(now + launchMs + prepareMs(request, known));
    const none = { ...fleet, workers: [], templates: [aTemplate()] };
    expect(place({ ...request, start }, none).kind).toBe('plan');
    expect(place({ ...request, start: instant(start - 1) }, none).kind).toBe('refuse');
  });

  test('is how near a booking keeps an idle host up', () => {
    const { afterSessionsMs = 0 } = settings;
    const up = aRunningWorker({
      idleSince: instant(now - 9 * hour),
      activity: { labs: 0, running: 0, byHand: 0 },
      ...holding(
        aReservation(1, { from: instant(now + afterSessionsMs + restartMs + 1), until: instant(now + 9 * hour) }),
      ),
    });
    expect(idlenessOf(up, idleRuleOf(up, known), now).idle).toBe(true);
    expect(idlenessOf(up, idleRuleOf(up, known), instant(now + 1)).idle).toBe(false);
  });

  test('takes a dearer template when only its hosts are known to be there in time', () => {
    const dear = aTemplate({ name: 'quick', spec: { ...aTemplate().spec, hourlyCostUsd: 9 } });
    const learned = knowing(after('launch', ten(40)), after('launch', ten(8), 'quick'));
    const request = { needs: { ...nothing, cpuCores: 1 }, portNames: [], bootSeconds: 60, durationMs: hour };
    const planned = (minutes: number) =>
      place(
        { ...request, start: instant(now + minutes * minute) },
        { workers: [], templates: [aTemplate(), dear], settings: learned, now },
      );
    expect(planned(20)).toMatchObject({ kind: 'plan', template: { name: 'quick' } });
    expect(planned(60)).toMatchObject({ kind: 'plan', template: { name: 'metal' } });
  });
});

/** A session whose lab took so long on a host that was ready. */
function prepared(minutes: number) {
  const done = { status: 'done', attempts: 1, message: '' } as const;
  return aSession({
    progress: {
      instantiate: {
        await_worker: { ...done, startedAt: instant(now - hour), endedAt: now },
        start_lab: { ...done, startedAt: now, endedAt: instant(now + minutes * minute) },
      },
    },
  });
}

describe('the time that a lab is prepared', () => {
  const definitionId = DefinitionId.parse('def_1');
  const request = { bootSeconds: 480, definitionId };
  const seed = 10 * minute;

  test('is what the labs of its definition took on hosts that were ready, as soon as ten are known', () => {
    const of = (count: number) =>
      learn(
        [],
        Array.from({ length: count }, () => prepared(4)),
      );
    expect(prepareMs(request, { ...settings, learned: of(9) })).toBe(seed);
    expect(prepareMs(request, { ...settings, learned: of(10) })).toBe(4 * minute + seed / 10);
    const other = { ...request, definitionId: DefinitionId.parse('def_2') };
    expect(prepareMs(other, { ...settings, learned: of(10) })).toBe(seed);
  });

  test('does not count a lab that has not come up', () => {
    const open = aSession({ progress: { instantiate: {} } });
    expect(
      learn(
        [],
        Array.from({ length: 10 }, () => open),
      ).labs.size,
    ).toBe(0);
  });
});
