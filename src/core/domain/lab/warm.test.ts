import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { instant } from '../../kernel/index.ts';
import { DefinitionId } from '../definition/index.ts';
import { SessionId } from '../session/session-id.ts';
import { testNow as at, minute } from '../testing/index.ts';
import { WorkerId } from '../worker/index.ts';
import {
  askLab,
  dropWarm,
  evolveLab,
  isSpare,
  isWarmTitle,
  type LabEvent,
  type LabRecord,
  type LabReport,
  makeWarm,
  orphanOf,
  reportLab,
  titleWith,
  warmLabId,
} from './index.ts';

const place = { workerId: WorkerId.parse('wkr_1'), launch: 1, definitionId: DefinitionId.parse('def_1') };
const id = warmLabId(place, 0);
const wanted = { ...place, title: 'VLANs', topologyKey: 'e'.repeat(64) };
const [first, second] = [SessionId.parse('ses_1'), SessionId.parse('ses_2')];
const asked = { by: 'lablet-controller', reason: 'it is old', at };

function requested(): LabRecord {
  const made = makeWarm({ id, lab: undefined }, wanted, asked);
  return after(undefined, made.ok ? made.value : []);
}

function after(lab: LabRecord | undefined, events: readonly LabEvent[]): LabRecord {
  const next = events.reduce(evolveLab, lab);
  if (next === undefined) throw new Error('nothing was recorded');
  return next;
}

function reported(lab: LabRecord, ...reports: readonly LabReport[]): LabRecord {
  return reports.reduce((now, report) => {
    const decided = reportLab({ id, lab: now }, report, at);
    return decided.ok ? decided.value.reduce(evolveLab, now) : now;
  }, lab);
}

const imported: LabReport = { type: 'acting', message: 'imported', cmlLabId: 'a-lab' };
const there: LabReport = { type: 'action-done', status: 'defined', message: 'it is there' };
const spare = reported(requested(), imported, there);

function taken(sessionId: SessionId): LabReport {
  return { type: 'taken', sessionId };
}

describe('a lab that is made ahead of time', () => {
  test('is asked for once, says in its title what it is, and waits as soon as it is imported', () => {
    expect(makeWarm({ id, lab: requested() }, wanted, asked)).toEqual({ ok: true, value: [] });
    expect(isWarmTitle(titleWith(spare.facts.title, id))).toBe(true);
    expect(isWarmTitle('Warm: my own')).toBe(false);
    expect([isSpare(requested()), isSpare(spare), orphanOf(spare)]).toEqual([false, true, undefined]);
  });

  test('is taken by one session, which may say so again; nobody else gets it, also when that one has left', () => {
    const held = reported(spare, taken(first));
    expect([held.session?.id, held.madeFor, held.basedOn]).toEqual([first, first, place.definitionId]);
    expect(reportLab({ id, lab: held }, taken(first), at)).toEqual({ ok: true, value: [] });
    expect(reportLab({ id, lab: held }, taken(second), at)).toMatchObject({
      rejection: { code: 'lab.bound-elsewhere' },
    });
    const left = reported(held, { type: 'left', sessionId: first, reason: 'somebody has started it' });
    expect(left.session).toBeUndefined();
    expect(reportLab({ id, lab: left }, taken(second), at)).toMatchObject({ rejection: { code: 'lab.not-warm' } });
  });

  test('is nobody’s to take once somebody has started or changed it, and is left to them', () => {
    const started = reported(after(spare, startedByHand()), there);
    const revision = { checksum: 'a'.repeat(64), structure: 'b'.repeat(64), topologyKey: 'c'.repeat(64), changes: [] };
    const counts = { nodeCount: 2, linkCount: 1, at };
    const changed = after(spare, [
      { type: 'LabRevised', revision: { ...revision, ...counts, number: 1 }, at },
      { type: 'LabRevised', revision: { ...revision, ...counts, number: 2 }, at },
    ]);
    for (const lab of [started, changed]) {
      expect(isSpare(lab)).toBe(false);
      expect(dropWarm(lab, asked)).toMatchObject({ rejection: { code: 'lab.not-warm' } });
    }
  });

  test('goes when it is not wanted any more, also one that was never made; not while a session has it', () => {
    const dropped = dropWarm(spare, asked);
    expect(dropped).toMatchObject({ ok: true, value: [{ type: 'LabActionRequested', action: 'delete' }] });
    const failed = reported(requested(), { type: 'action-failed', reason: 'CML did not take it' });
    expect(dropWarm(failed, asked)).toMatchObject({ ok: true, value: [{ type: 'LabStatusChanged', to: 'deleted' }] });
    expect(dropWarm(reported(spare, taken(first)), asked)).toMatchObject({ ok: false });
  });
});

function startedByHand(): LabEvent[] {
  const decided = askLab(spare, 'start', { by: 'ana', reason: 'a look', at });
  const up: LabEvent = { type: 'LabStatusChanged', to: 'booted', reason: 'seen', at };
  const down: LabEvent = { type: 'LabStatusChanged', to: 'stopped', reason: 'seen', at: instant(at + minute) };
  return [...(decided.ok ? decided.value : []), up, down, { type: 'LabActionCompleted', action: 'start', at }];
}

const sessionIds = ['ses_1', 'ses_2', 'ses_3'].map((each) => SessionId.parse(each));
const someone = fc.constantFrom(...sessionIds);
const anyReport: fc.Arbitrary<LabReport> = fc.oneof(
  someone.map(taken),
  someone.map((sessionId): LabReport => ({ type: 'left', sessionId, reason: 'it did without' })),
  fc.constant<LabReport>({ type: 'missing', reason: 'not seen' }),
);

test('whoever asks for it in whatever order, it serves one session in its life', () => {
  fc.assert(
    fc.property(fc.array(anyReport, { maxLength: 12 }), (reports) => {
      const { bindings } = reported(spare, ...reports);
      expect(new Set(bindings.map(({ sessionId }) => sessionId)).size).toBeLessThanOrEqual(1);
    }),
  );
});
