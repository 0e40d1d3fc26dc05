import type { DefinitionView } from '@lcm/core/contracts/definition';
import type { LabView } from '@lcm/core/contracts/lab';
import { DefinitionId } from '@lcm/core/domain/definition';
import { evolveLab, type LabEvent, type LabRecord, makeWarm, warmLabId } from '@lcm/core/domain/lab';
import {
  aDefinitionContent,
  aReservation,
  aRunningWorker,
  aSession,
  hour,
  minute,
  testNow as now,
} from '@lcm/core/domain/testing';
import { nothing, type Worker } from '@lcm/core/domain/worker';
import { instant } from '@lcm/core/kernel';
import { describe, expect, test } from 'vitest';
import { planWarmLabs, type WarmHost } from './plan-warm-labs.ts';

const worker = aRunningWorker({ license: { status: 'registered' } });
const place = { workerId: worker.id, launch: 1, definitionId: DefinitionId.parse('def_1') };

function aDefinition(warmDepth: number, fields: Partial<DefinitionView> = {}): DefinitionView {
  const { ports, nodeDefinitions, ...content } = aDefinitionContent;
  const made = { status: 'active', reason: 'published', createdAt: now, createdBy: 'ada' } as const;
  const needs = { ...nothing, storageGiB: 10, nodes: 2 };
  const lists = { ports: [...ports], nodeDefinitions: [...nodeDefinitions] };
  return { ...content, ...lists, id: place.definitionId, revision: 1, ...made, needs, warmDepth, ...fields };
}

/** The n-th that was made, so many hours ago. */
function aWarmLab(number: number, agoHours = 1, ...events: readonly LabEvent[]): LabView {
  const at = instant(now - agoHours * hour);
  const id = warmLabId(place, number);
  const wanted = { ...place, title: 'VLANs', topologyKey: 'e'.repeat(64) };
  const made = makeWarm({ id, lab: undefined }, wanted, { by: 'lablet-controller', at });
  const imported: LabEvent[] = [
    { type: 'LabActionProgressed', message: 'imported', deadline: at, cmlLabId: `lab-${number}`, at },
    { type: 'LabActionCompleted', action: 'import', at },
    { type: 'LabStatusChanged', to: 'defined', reason: 'it is there', at },
  ];
  const all = [...(made.ok ? made.value : []), ...imported, ...events];
  const lab = all.reduce<LabRecord | undefined>(evolveLab, undefined);
  if (lab === undefined) throw new Error('nothing was made');
  return { ...lab, version: all.length };
}

function host(fields: Partial<WarmHost> & { readonly on?: Worker } = {}): WarmHost {
  const { on = worker, ...rest } = fields;
  const settings = { oldestMs: 24 * hour, mostPerWorker: 20 };
  const fleet = { labs: [], sessions: [], sessionOf: () => undefined, definitions: [aDefinition(2)] };
  return { worker: { ...on, version: 1 }, ...fleet, settings, now, ...rest };
}

function steps(of: WarmHost): readonly string[] {
  return planWarmLabs(of).map((step) =>
    step.do === 'make' ? `make ${step.definition.id}` : `${step.do} ${step.lab.cmlLabId}`,
  );
}

function failed(agoMs: number): LabEvent {
  return { type: 'LabStatusChanged', to: 'error', reason: 'CML did not take it', at: instant(now - agoMs) };
}

describe('what a worker keeps ready', () => {
  test('is made one at a time until there are enough, and not beyond', () => {
    expect(steps(host())).toEqual(['make def_1']);
    expect(steps(host({ labs: [aWarmLab(1)] }))).toEqual(['make def_1']);
    expect(steps(host({ labs: [aWarmLab(1), aWarmLab(2)] }))).toEqual([]);
    const asked: LabEvent = {
      type: 'LabActionRequested',
      action: 'delete',
      by: '',
      reason: '',
      deadline: now,
      at: now,
    };
    expect(steps(host({ labs: [aWarmLab(1, 1, asked)] }))).toEqual([]);
  });

  test('is of the definition first whose session is prepared there first', () => {
    const other = aDefinition(1, { id: DefinitionId.parse('def_2') });
    const { definition } = aSession();
    const booked = {
      ...aSession({ status: 'scheduled', definition: { ...definition, id: other.id } }),
      placement: placementFrom(instant(now + hour)),
    };
    expect(steps(host({ definitions: [aDefinition(1), other] }))).toEqual(['make def_1']);
    expect(steps(host({ definitions: [aDefinition(1), other], sessions: [{ ...booked, version: 1 }] }))).toEqual([
      'make def_2',
    ]);
  });

  test('is not made while a session is brought up, while the worker is not to be up, or of what cannot run there', () => {
    const soon = { ...aSession({ status: 'scheduled' }), placement: placementFrom(instant(now + minute)), version: 1 };
    expect(steps(host({ sessions: [soon] }))).toEqual([]);
    expect(steps(host({ sessions: [{ ...aSession({ status: 'instantiating' }), version: 1 }] }))).toEqual([]);
    expect(steps(host({ on: { ...worker, desired: 'stopped' } }))).toEqual([]);
    expect(steps(host({ on: { ...worker, service: 'unavailable' } }))).toEqual([]);
    expect(steps(host({ on: { ...worker, license: { status: 'unregistered' } }, definitions: [large] }))).toEqual([]);
    expect(steps(host({ definitions: [aDefinition(2, { status: 'inactive' })] }))).toEqual([]);
  });

  test('gives way to what is booked: disk that sessions will need within a day is not taken', () => {
    const from = instant(now + 10 * hour);
    const amounts = { ...nothing, storageGiB: 85 };
    const held = aReservation(1, { from, until: instant(from + hour), amounts });
    const on = { ...worker, reservations: { [held.id]: held } };
    expect(steps(host({ on }))).toEqual(['make def_1']);
    expect(steps(host({ on, labs: [aWarmLab(1)] }))).toEqual([]);
    expect(steps(host({ on, labs: [aWarmLab(1, 2), aWarmLab(2, 1)] }))).toEqual(['drop lab-1']);
  });

  test('goes when it is old, too much, or not bookable any more; the oldest first', () => {
    const labs = [aWarmLab(1, 3), aWarmLab(2, 2), aWarmLab(3, 1)];
    expect(steps(host({ labs }))).toEqual(['drop lab-1']);
    expect(steps(host({ labs, settings: { oldestMs: 24 * hour, mostPerWorker: 1 } }))).toEqual([
      'drop lab-2',
      'drop lab-1',
    ]);
    expect(steps(host({ labs: [aWarmLab(1, 25), aWarmLab(2)] }))).toEqual(['drop lab-1', 'make def_1']);
    expect(steps(host({ labs, definitions: [aDefinition(0)] }))).toEqual(['drop lab-3', 'drop lab-2', 'drop lab-1']);
    const gone = aDefinition(2, { status: 'archived' });
    expect(steps(host({ labs: [aWarmLab(1)], definitions: [gone] }))).toEqual(['drop lab-1']);
  });

  test('is tried again half an hour after an import failed, not before', () => {
    const definitions = [aDefinition(1)];
    expect(steps(host({ definitions, labs: [aWarmLab(1, 1, failed(10 * minute))] }))).toEqual([]);
    expect(steps(host({ definitions, labs: [aWarmLab(1, 1, failed(31 * minute))] }))).toEqual([
      'drop lab-1',
      'make def_1',
    ]);
  });
});

describe('a lab that a session has taken', () => {
  const session = aSession({ status: 'instantiating' });
  const bound: LabEvent = { type: 'LabBound', sessionId: session.id, basedOn: place.definitionId, at: now };
  const lab = aWarmLab(1, 1, bound);

  test('is its own as long as it may come back to it, and let go once it has ended or has another', () => {
    const of = (fields: Partial<typeof session>): readonly string[] => {
      const seen = { ...session, placement: placementFrom(now), ...fields, version: 1 };
      return steps(host({ labs: [lab], definitions: [aDefinition(1)], sessions: [seen], sessionOf: () => seen }));
    };
    expect(of({})).toEqual([]);
    expect(of({ status: 'running', lab: { id: 'lab-1', title: 'VLANs ses_1' } })).toEqual(['make def_1']);
    expect(of({ status: 'running', lab: { id: 'lab-9', title: 'VLANs ses_1' } })).toContain('let-go lab-1');
    expect(of({ status: 'archived' })).toContain('let-go lab-1');
    expect(steps(host({ labs: [lab], definitions: [aDefinition(1)] }))).toContain('let-go lab-1');
  });
});

const large = aDefinition(2, { needs: { ...nothing, storageGiB: 10, nodes: 9 } });

function placementFrom(from: number) {
  const { id: reservationId } = aReservation();
  const times = { from: instant(from), until: instant(from + hour) };
  return { workerId: worker.id, workerName: worker.name, reservationId, ...times, ports: {}, why: 'it fits' };
}
