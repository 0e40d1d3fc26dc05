import type { WorkerEvent } from '@lcm/core/domain/worker';
import { instant } from '@lcm/core/kernel';
import { type InstanceState, instanceId, type SeenInstance } from '@lcm/core/ports/instances';
import { describe, expect, test } from 'vitest';
import { aReservation } from '../testing/a-worker.ts';
import { aWorker } from '../testing/world.ts';
import { firstHop } from './plan-host.ts';
import { planWorker } from './plan-worker.ts';
import type { Seen } from './seen.ts';
import type { Situation } from './situation.ts';
import type { Step } from './step.ts';
import { defaultWorkerSettings as settings } from './worker-settings.ts';

const at = instant(0);
const minute = 60_000;
const hour = 60 * minute;

const launched: WorkerEvent[] = [
  { type: 'WorkerInstanceAssigned', launch: 1, instanceId: 'i-00000001', at },
  { type: 'WorkerStatusChanged', to: 'provisioning', reason: 'launched', at },
];
const running: WorkerEvent[] = [
  ...launched,
  { type: 'WorkerAddressChanged', publicIp: '192.0.2.1', at },
  { type: 'WorkerChecksChanged', system: 'ok', instance: 'ok', at },
  { type: 'WorkerStatusChanged', to: 'running', reason: 'up', at },
];
const passed = { system: 'ok', instance: 'ok' } as const;

function anInstance(state: InstanceState, fields: Partial<SeenInstance> = {}): SeenInstance {
  return {
    id: instanceId('i-00000001'),
    region: 'us-east-1',
    state,
    instanceType: 'm5zn.metal',
    imageId: 'ami-1',
    launchedAt: at,
    publicIp: '192.0.2.1',
    tags: {},
    ...fields,
  };
}

function want(to: 'running' | 'stopped' | 'terminated'): WorkerEvent {
  return { type: 'WorkerDesiredStatusChanged', to, reason: `wants ${to}`, at };
}

function plan(events: WorkerEvent[], seen: Seen, now = 0): Step {
  const worker: Situation['worker'] = { ...aWorker(...events), version: 1 };
  return planWorker({ worker, seen, at: instant(now), settings });
}

describe('one step at a time', () => {
  test.each<[string, readonly [WorkerEvent[], Seen], Partial<Step>]>([
    ['a new worker is launched', [[], {}], { do: 'launch' }],
    ['a planned one is not', [[want('stopped')], {}], { do: 'wait' }],
    [
      'an instance that answers to the token is adopted',
      [[], { instance: anInstance('pending') }],
      { do: 'report', report: { type: 'launched', launch: 1, instanceId: 'i-00000001' } },
    ],
    [
      'a host that starts is stopped when nobody wants it',
      [[...running, want('stopped')], { instance: anInstance('running') }],
      { do: 'report' },
    ],
    [
      'a session that is about to begin keeps its host up',
      [
        [...running, want('stopped'), aReservation(minute, 60 * minute)],
        { instance: anInstance('running'), checks: passed },
      ],
      { do: 'wait', because: 'it has no address yet at which CML could answer' },
    ],
    [
      'the intent to end it is committed first',
      [[...running, want('terminated')], { instance: anInstance('running') }],
      { do: 'report', report: { type: 'terminating', launch: 1, reason: 'wants terminated' } },
    ],
    [
      'a running instance that is not seen for once is not gone',
      [running, { missingSince: at }],
      { do: 'wait', because: 'EC2 does not show its instance, reads may lag' },
    ],
  ])('%s', (_, [events, seen], expected) => {
    expect(plan(events, seen)).toMatchObject(expected);
  });

  test('an instance whose launch answer was lost is given time to show itself', () => {
    const failed: WorkerEvent[] = [{ type: 'WorkerLaunchFailed', launch: 1, reason: 'no answer', at }];
    expect(plan(failed, { missingSince: at }, minute)).toMatchObject({ do: 'wait', ms: minute });
    expect(plan(failed, { missingSince: at }, 3 * minute)).toMatchObject({ report: { type: 'vacated' } });
  });

  test('the next launch waits longer after each one that failed', () => {
    const failure: WorkerEvent = { type: 'WorkerLaunchFailed', launch: 1, reason: 'refused', at };
    const step = plan([failure, failure, failure, failure], { missingSince: at }, 2 * minute);
    expect(step).toEqual({ do: 'wait', ms: 2 * minute, because: 'launch 2 waits after 4 that failed' });
  });
});

test('a host that EC2 moved further than we knew is followed along the lifecycle', () => {
  expect(firstHop('stopped', 'running')).toBe('starting');
  expect(firstHop('provisioning', 'stopped')).toBe('starting');
  expect(firstHop('running', 'starting')).toBe('stopping');
  expect(firstHop('running', 'running')).toBe('running');
  expect(firstHop('terminated', 'running')).toBeUndefined();
});

test('a licence is asked back for a while, then it is said to be lost and the instance ends', () => {
  const held: WorkerEvent[] = [
    ...running,
    { type: 'WorkerLicenseChanged', license: { status: 'registered' }, at },
    { type: 'WorkerStatusChanged', to: 'terminating', reason: 'asked for', at },
  ];
  const cml = { up: false, because: 'it hangs', downSince: at } as const;
  const seen: Seen = { instance: anInstance('running'), cml, returningSince: at };
  const intent = { status: 'registered', operation: 'deregistering', step: 'cml' } as const;
  expect(plan(held, seen, 60 * minute)).toMatchObject({ report: { license: intent } });
  const since = instant(60 * minute);
  const ending: WorkerEvent[] = [...held, { type: 'WorkerLicenseDeregistrationStarted', license: intent, at: since }];
  expect(plan(ending, seen, 100 * minute)).toMatchObject({ do: 'wait' });
  const lately: Seen = { ...seen, returningSince: instant(106 * minute) };
  expect(plan(ending, lately, 106 * minute)).toMatchObject({ do: 'wait' });
  expect(plan(ending, seen, 106 * minute)).toMatchObject({
    do: 'report',
    report: { type: 'license', license: { failure: 'not returned: CML did not answer in time' } },
  });
});

test('a host that goes up and down on the way to return its licence wins no patience by it', () => {
  const step = (name: 'host' | 'cml', minutes: number): WorkerEvent => ({
    type: 'WorkerLicenseDeregistrationStarted',
    license: { status: 'registered', operation: 'deregistering', step: name },
    at: instant(minutes * minute),
  });
  const ending: WorkerEvent[] = [
    ...running,
    { type: 'WorkerLicenseChanged', license: { status: 'registered' }, at },
    { type: 'WorkerStatusChanged', to: 'terminating', reason: 'asked for', at },
    step('cml', 0),
  ];
  const down: Seen = { instance: anInstance('stopped'), returningSince: at };
  expect(plan(ending, down, 40 * minute)).toMatchObject({ do: 'start' });
  expect(plan(ending, down, 50 * minute)).toMatchObject({
    report: { license: { failure: expect.stringContaining('not returned') } },
  });
  const up: Seen = { instance: anInstance('running'), returningSince: at };
  expect(plan([...ending.slice(0, -1), step('host', 0)], up, 50 * minute)).toMatchObject({
    report: { license: { step: 'cml' } },
  });
});

test('a worker that gave up is tried again for those who have booked it, when their time comes', () => {
  const failures = Array.from({ length: settings.launchAttempts }, (_, index): WorkerEvent[] => [
    { type: 'WorkerLaunchFailed', launch: index + 1, reason: 'no capacity', at },
    ...(index + 1 < settings.launchAttempts ? [{ type: 'WorkerVacated', launch: index + 1, at } as const] : []),
  ]).flat();
  const booked = [...failures, aReservation(5 * hour, 6 * hour)];
  const seen: Seen = { missingSince: at };
  expect(plan(failures, seen, 5 * hour)).toMatchObject({ do: 'wait' });
  expect(plan(booked, seen, hour)).toMatchObject({ do: 'wait' });
  expect(plan(booked, seen, 5 * hour)).toMatchObject({ do: 'report', report: { type: 'vacated' } });
});
