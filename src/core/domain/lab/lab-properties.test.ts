import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Instant, instant } from '../../kernel/index.ts';
import { SessionId } from '../session/session-id.ts';
import { minute, testNow } from '../testing/index.ts';
import { theLab as id, ofSession, seen } from '../testing/lab-reports.ts';
import {
  askLab,
  evolveLab,
  isClosed,
  isUp,
  type LabEvent,
  type LabRecord,
  type LabReport,
  labActions,
  labCan,
  labPhases,
  labTransitions,
  reportLab,
  sightings,
} from './index.ts';

const sessions = [SessionId.parse('ses_1'), SessionId.parse('ses_2')] as const;
const asked = { by: 'ana', reason: 'asked for by ana', at: testNow };

const anyReport: fc.Arbitrary<LabReport> = fc.oneof(
  fc.record({ sighting: fc.option(fc.constantFrom(...sightings), { nil: undefined }) }).map(seen),
  fc
    .record({ phase: fc.constantFrom(...labPhases), sessionId: fc.constantFrom(...sessions) })
    .map(({ phase, sessionId }) => ofSession(phase, { sessionId })),
  fc.constantFrom<LabReport>(
    { type: 'missing', reason: 'gone' },
    { type: 'acting', message: 'it is being stopped', status: 'stopping' },
    { type: 'acting', message: 'it is being wiped', status: 'wiping' },
    { type: 'acting', message: 'it is being deleted', status: 'deleting' },
    { type: 'action-done', status: 'booted', message: 'up' },
    { type: 'action-done', status: 'stopped', message: 'down' },
    { type: 'action-done', status: 'deleted', message: 'gone' },
    { type: 'action-failed', reason: 'no answer' },
    { type: 'host-ended', reason: 'its host ended' },
  ),
);
const anyStep = fc.oneof(
  anyReport.map((report) => ({ report })),
  fc.constantFrom(...labActions).map((action) => ({ action })),
);
type Step = { readonly report: LabReport } | { readonly action: (typeof labActions)[number] };

function decide(lab: LabRecord | undefined, step: Step, at: Instant): readonly LabEvent[] {
  if ('report' in step) {
    const decided = reportLab({ id, lab }, step.report, at);
    return decided.ok ? decided.value : [];
  }
  const decided = lab && askLab(lab, step.action, { ...asked, at });
  return decided?.ok ? decided.value : [];
}

test('whatever is reported and asked, every move is one of the table, and one session has the lab', () => {
  fc.assert(
    fc.property(fc.array(anyStep, { maxLength: 40 }), (steps) => {
      let lab: LabRecord | undefined;
      const history: LabEvent[] = [];
      steps.forEach((step, index) => {
        const events = decide(lab, step, instant(testNow + index * minute));
        if (lab !== undefined && isClosed(lab)) expect(events).toEqual([]);
        for (const event of events) {
          const before = lab;
          lab = evolveLab(lab, event);
          history.push(event);
          if (before !== undefined && before.status !== lab.status) {
            expect(labTransitions[before.status]).toContain(lab.status);
          }
          checkRecord(lab);
        }
      });
      expect(history.reduce<LabRecord | undefined>(evolveLab, undefined)).toEqual(lab);
    }),
  );
});

function checkRecord(lab: LabRecord): void {
  const open = lab.bindings.filter(({ releasedAt }) => releasedAt === undefined);
  expect(open.map(({ sessionId }) => sessionId)).toEqual(lab.session === undefined ? [] : [lab.session.id]);
  expect(lab.runs.filter(({ stoppedAt }) => stoppedAt === undefined).length).toBeLessThanOrEqual(1);
  expect(lab.runs.length).toBeLessThanOrEqual(50);
  if (isUp(lab)) expect(lab.runs.at(-1)?.stoppedAt).toBeUndefined();
}

const ends = { start: 'booted', stop: 'stopped', wipe: 'wiped', delete: 'deleted', archive: 'archived' } as const;

test.each(
  labActions.filter((action) => action !== 'import' && action !== 'settle-ports'),
)('a %s that is allowed leads where it should, from wherever it is allowed', (action) => {
  const from = statuses.filter((status) => labCan(action, { status }));
  expect(from).not.toEqual([]);
  const stuck = from.filter((status) => !reachable(status).has(ends[action]));
  expect(stuck).toEqual([]);
});

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of the table are its statuses
const statuses = Object.keys(labTransitions) as (keyof typeof labTransitions)[];

function reachable(from: keyof typeof labTransitions): ReadonlySet<string> {
  const found = new Set<keyof typeof labTransitions>([from]);
  for (const status of found) for (const next of labTransitions[status]) found.add(next);
  return found;
}
