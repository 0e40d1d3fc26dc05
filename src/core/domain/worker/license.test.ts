import { describe, expect, test } from 'vitest';
import { instant } from '../../kernel/index.ts';
import { aReservation, aRunningWorker, testNow as at, aWorker, holding, hour } from '../testing/index.ts';
import {
  askDeregistration,
  askRegistration,
  effectiveCapacity,
  evolveWorker,
  holdsLicense,
  type License,
  licenseAttention,
  report,
  takesSessions,
  type Worker,
  type WorkerDecision,
} from './index.ts';

const why = { by: 'Ana', reason: 'because', at };
const token = { reregister: false };

function after(worker: Worker, decision: WorkerDecision): Worker {
  return decision.ok ? decision.value.reduce(evolveWorker, worker) : worker;
}

function codeOf(decision: WorkerDecision): string {
  return decision.ok ? 'ok' : decision.rejection.code;
}

function told(worker: Worker, license: License, now = at): WorkerDecision {
  return report(worker, { type: 'license', launch: worker.launch, license }, now);
}

function namesOf(decision: WorkerDecision): readonly string[] {
  return decision.ok ? decision.value.map(({ type }) => type.replace('WorkerLicense', '')) : [];
}

describe('news of a licence', () => {
  test.each<[string, License, License]>([
    ['RegistrationStarted', { status: 'unregistered' }, { status: 'unregistered', operation: 'registering' }],
    ['RegistrationCompleted', { status: 'evaluation', operation: 'registering' }, { status: 'registered' }],
    ['RegistrationCompleted', { status: 'evaluation', operation: 'registering' }, { status: 'invalid' }],
    ['RegistrationFailed', { status: 'evaluation', operation: 'registering' }, { status: 'evaluation', failure: 'no' }],
    ['DeregistrationStarted', { status: 'registered' }, { status: 'registered', operation: 'deregistering' }],
    ['DeregistrationCompleted', { status: 'registered', operation: 'deregistering' }, { status: 'evaluation' }],
    ['DeregistrationFailed', { status: 'registered' }, { status: 'registered', failure: 'not returned: gone' }],
    ['Changed', { status: 'registered' }, { status: 'registered', expiresAt: at }],
    ['Changed', { status: 'registered' }, { status: 'expired' }],
    ['Changed', { status: 'evaluation', operation: 'registering' }, { status: 'evaluation' }],
  ])('%s: %o becomes %o', (name, before, now) => {
    const worker = aRunningWorker({ license: before });
    expect(namesOf(told(worker, now))).toEqual([name]);
    expect(namesOf(told(after(worker, told(worker, now)), now))).toEqual([]);
  });

  test('carry since when by the commits: the step anew, the operation as it was', () => {
    const later = instant(at + hour);
    const asking = after(
      aRunningWorker(),
      told(aRunningWorker(), { status: 'unregistered', operation: 'registering', step: 'asking' }),
    );
    const { license } = after(asking, told(asking, { ...asking.license, step: 'server' }, later));
    expect(license).toMatchObject({ operationSince: at, stepSince: later });
  });

  test('count what failed, until it works or somebody asks anew', () => {
    const trying: License = { status: 'unregistered', operation: 'registering', step: 'asking' };
    const failed: License = { status: 'unregistered', failure: 'no' };
    const twice = [trying, failed, trying, failed].reduce(
      (worker, license) => after(worker, told(worker, license)),
      aRunningWorker(),
    );
    expect(twice.license).toEqual({ ...failed, failedAt: at, failures: 2 });
    expect(after(twice, askRegistration(twice, token, why)).license).toEqual({ status: 'unregistered' });
    const works = after(
      after(twice, told(twice, trying)),
      told({ ...twice, license: trying }, { status: 'registered' }),
    );
    expect(works.license).toEqual({ status: 'registered' });
  });

  test('count what could not be given back too, unless it is lost and nobody tries again', () => {
    const giving = aRunningWorker({ license: { status: 'registered', operation: 'deregistering', step: 'asking' } });
    const refused = after(giving, told(giving, { status: 'registered', failure: 'nodes are running' }));
    expect(refused.license.failures).toBe(1);
    const again = after(refused, told(refused, giving.license));
    expect(after(again, told(again, { status: 'evaluation' })).license.failures).toBeUndefined();
    const lost = after(giving, told(giving, { status: 'unregistered', failure: 'not returned: no answer' }));
    expect(lost.license.failures).toBeUndefined();
  });
});

describe('orders', () => {
  const registered = aRunningWorker({ license: { status: 'registered' } });

  test('to register are refused where nothing would come of them', () => {
    expect(codeOf(askRegistration(registered, token, why))).toBe('worker.license-registered');
    expect(codeOf(askRegistration(registered, { reregister: true }, why))).toBe('ok');
    const busy = aRunningWorker({ license: { status: 'unregistered', operation: 'registering' } });
    expect(codeOf(askRegistration(busy, token, why))).toBe('worker.license-busy');
    const stuck = aRunningWorker({ license: { ...busy.license, failure: 'no answer' } });
    expect(codeOf(askRegistration(stuck, token, why))).toBe('ok');
    expect(codeOf(askRegistration(aWorker({ status: 'terminating' }), token, why))).toBe('worker.wrong-state');
    expect(codeOf(askRegistration(aWorker({ desired: 'terminated' }), token, why))).toBe('worker.wrong-state');
  });

  test('to give back are refused under the feet of sessions and of labs made by hand', () => {
    const used = { ...registered, ...holding(aReservation()) };
    expect(codeOf(askDeregistration(used, why))).toBe('worker.in-use');
    expect(codeOf(askDeregistration(used, { ...why, at: instant(at - hour) }))).toBe('ok');
    const busy = aRunningWorker({ ...registered, activity: { labs: 1, running: 1, byHand: 1 } });
    expect(codeOf(askDeregistration(busy, why))).toBe('worker.labs-running');
    expect(codeOf(askDeregistration(registered, why))).toBe('ok');
  });

  test('are what the worker is wanted to be, by whom and why, and outlive its launch', () => {
    const asked = after(registered, askDeregistration(registered, why));
    expect(asked.licenseOrder).toEqual({ wanted: 'unregistered', reregister: false, by: 'Ana', reason: 'because', at });
    const failed = evolveWorker(asked, { type: 'WorkerLaunchFailed', launch: 1, reason: 'x', at });
    expect(evolveWorker(failed, { type: 'WorkerVacated', launch: 1, at }).licenseOrder).toEqual(asked.licenseOrder);
  });

  test('that replace one which nobody answers begin its patience anew', () => {
    const license: License = {
      status: 'unregistered',
      operation: 'registering',
      step: 'retrying',
      failure: 'no',
      operationSince: at,
    };
    const stuck = aRunningWorker({ license });
    const later = instant(at + hour);
    expect(after(stuck, askRegistration(stuck, { reregister: true }, { ...why, at: later })).license).toEqual({
      status: 'unregistered',
      operation: 'registering',
      step: 'asking',
      operationSince: later,
      stepSince: later,
    });
  });
});

function promised(fields: Partial<Worker>): number {
  return effectiveCapacity(aWorker(fields)).nodes;
}

describe('how many nodes run', () => {
  test.each<[License, number]>([
    [{ status: 'registered', nodeLimit: 12 }, 12],
    [{ status: 'registered' }, 20],
    [{ status: 'evaluation', nodeLimit: 8 }, 8],
    [{ status: 'evaluation' }, 5],
    [{ status: 'unregistered', nodeLimit: 20 }, 5],
    [{ status: 'expired', nodeLimit: 20 }, 5],
    [{ status: 'invalid', nodeLimit: 20 }, 5],
  ])('with %o: %i', (license, nodes) => {
    const worker = aRunningWorker({ license });
    expect([takesSessions(worker, nodes), takesSessions(worker, nodes + 1)]).toEqual([true, false]);
  });

  test('is promised before it is registered, and not any more when it shall not be', () => {
    const order = { wanted: 'unregistered', reregister: false, by: 'Ana', reason: 'because', at } as const;
    expect(promised({})).toBe(20);
    expect(promised({ license: { status: 'expired' } })).toBe(5);
    expect(promised({ licenseOrder: order })).toBe(5);
    expect(promised({ licenseOrder: order, license: { status: 'registered', nodeLimit: 20 } })).toBe(5);
    expect(promised({ licenseOrder: { ...order, wanted: 'registered' } })).toBe(20);
  });
});

test('the licence server may count whoever is registered in whatever way, and whoever is on the way', () => {
  const statuses = ['unregistered', 'evaluation', 'registered', 'expired', 'invalid'] as const;
  expect(statuses.filter((status) => holdsLicense({ status }))).toEqual(['registered', 'expired', 'invalid']);
  expect(holdsLicense({ status: 'unregistered', operation: 'registering' })).toBe(true);
});

const day = 24 * hour;

test.each<[string | undefined, License, boolean?]>([
  [undefined, { status: 'registered', expiresAt: instant(at + 15 * day) }],
  ['Its licence ends within 14 days', { status: 'registered', expiresAt: instant(at + 14 * day) }, false],
  ['Its licence ends within 7 days', { status: 'registered', expiresAt: instant(at + 7 * day) }, true],
  ['Its licence ends within a day', { status: 'registered', expiresAt: instant(at + day) }, true],
  ['Its licence has run out', { status: 'registered', expiresAt: at }, true],
  ['Its evaluation period ends within 7 days', { status: 'evaluation', expiresAt: instant(at + 2 * day) }, true],
  ['Its licence has expired: labs of more than 5 nodes do not start', { status: 'expired' }, true],
  [
    'Its licence is out of compliance (OUT_OF_COMPLIANCE): labs of more than 5 nodes do not start',
    { status: 'invalid', authorization: 'OUT_OF_COMPLIANCE' },
    true,
  ],
  ['Its licence failed: no', { status: 'unregistered', failure: 'no' }, true],
  ['Its licence was not returned: gone', { status: 'registered', failure: 'not returned: gone' }, true],
  [undefined, { status: 'unregistered' }],
])('an operator is told: %s', (words, license, isUrgent) => {
  const attention = licenseAttention(aRunningWorker({ license }), at);
  expect([attention?.words, attention?.isUrgent]).toEqual([words, isUrgent]);
});
