import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { instant } from '../../kernel/index.ts';
import { aRunningWorker, aSpec, aTemplate, aWorker, testNow } from '../testing/index.ts';
import { evolveWorker, isImportedLaunch, type WorkerEvent, workerMayBecome } from '../worker/index.ts';
import { shapeOf, workerEventsOf } from './adoption.ts';
import { adopt, ignore, noteGone, noteSeen, seek, terminateFound, unignore } from './decide.ts';
import { evolveFoundInstance } from './evolve.ts';
import {
  type Adoption,
  adoptedWorkerId,
  type FoundInstance,
  type FoundInstanceEvent,
  foundInstanceId,
  type InstanceFacts,
} from './found-instance.ts';
import { hostTags, lackingTags } from './host-tags.ts';
import { foundInstanceTransitions, instanceStates } from './lifecycle.ts';
import { fitsName } from './name-pattern.ts';
import { type Suspected, suspicionOf } from './suspect.ts';

const where = { region: 'us-east-1', instanceId: 'i-00000001' };
const facts: InstanceFacts = {
  instanceType: 'm5zn.metal',
  imageId: 'ami-1',
  imageName: 'cml-2.9.1',
  state: 'running',
  publicIp: '192.0.2.1',
  launchedAt: testNow,
  tags: { Name: 'by hand' },
};
const suspicion = { kind: 'foreign', because: 'its image cml-2.9.1 is named like cml*' } as const;
const sight = { ...where, facts, suspicion };
const why = { reason: 'because', by: 'ana', at: testNow };
const adoption: Adoption = {
  workerId: adoptedWorkerId(where, 0),
  name: 'by hand',
  template: 'metal',
  spec: aSpec,
  origin: 'discovered',
};
const wish = { origin: 'imported', reason: 'it is ours', by: 'ana' } as const;

function after(...events: readonly FoundInstanceEvent[]): FoundInstance {
  const [first, ...rest] = events;
  if (first === undefined) throw new Error('nothing has happened');
  return rest.reduce<FoundInstance>(evolveFoundInstance, evolveFoundInstance(undefined, first));
}

const found = after(...noteSeen(undefined, sight, testNow));

describe('an instance that was found', () => {
  test('is the same thing whoever finds it, and another in another region', () => {
    expect(foundInstanceId(where)).toBe(foundInstanceId({ ...where }));
    expect(foundInstanceId(where)).not.toBe(foundInstanceId({ ...where, region: 'eu-west-1' }));
  });

  test('waits for a decision, and looking again changes nothing', () => {
    expect(found).toMatchObject({ status: 'undecided', reason: suspicion.because, adoptions: 0 });
    const reordered = { ...facts, tags: { Name: 'by hand' }, privateIp: undefined };
    expect(noteSeen(found, { ...sight, facts: reordered }, testNow)).toEqual([]);
  });

  test('changes with what EC2 tells of it', () => {
    const [changed] = noteSeen(found, { ...sight, facts: { ...facts, state: 'stopped' } }, testNow);
    expect(changed).toMatchObject({ type: 'InstanceChanged', facts: { state: 'stopped' } });
  });

  test('is gone when EC2 has ended it, and one that already ends is not found at all', () => {
    const ended = { ...sight, facts: { ...facts, state: 'terminated' } } as const;
    expect(noteSeen(found, ended, testNow)).toMatchObject([{ type: 'InstanceGone' }]);
    expect(noteSeen(undefined, ended, testNow)).toEqual([]);
    expect(noteSeen(undefined, { ...sight, facts: { ...facts, state: 'shutting-down' } }, testNow)).toEqual([]);
    expect(noteGone(undefined, 'so', testNow)).toEqual([]);
  });

  test('is found again when it was gone, and stays the same thing', () => {
    const gone = after(...noteSeen(undefined, sight, testNow), ...noteGone(found, 'so', testNow));
    const again = evolveFoundInstance(gone, noteSeen(gone, sight, instant(testNow + 1))[0] ?? failure());
    expect(again).toMatchObject({ id: found.id, status: 'undecided', foundAt: testNow });
  });

  test('is adopted once, also by two that say so', () => {
    const first = adopt(found, adoption, why);
    expect(first).toMatchObject({ ok: true, value: [{ type: 'InstanceAdopted', adoption }] });
    const adopted = evolveFoundInstance(found, { type: 'InstanceAdopted', adoption, ...why });
    expect(adopt(adopted, { ...adoption, name: 'another' }, why)).toEqual({ ok: true, value: [] });
    expect(adopted).toMatchObject({ status: 'adopted', adoptions: 1, decidedBy: 'ana' });
  });

  test('is another worker when it is adopted after its first worker went on to another instance', () => {
    const adopted = evolveFoundInstance(found, { type: 'InstanceAdopted', adoption, ...why });
    const [again] = noteSeen(adopted, sight, testNow);
    expect(again).toMatchObject({ type: 'InstanceFound' });
    expect(evolveFoundInstance(adopted, again ?? failure())).toMatchObject({ status: 'undecided', adoptions: 1 });
    expect(adoptedWorkerId(where, 1)).not.toBe(adoptedWorkerId(where, 0));
  });

  test('is neither adopted nor ignored once its end is ordered', () => {
    const ending = evolveFoundInstance(found, { type: 'InstanceTerminationAsked', ...why });
    for (const decided of [adopt(ending, adoption, why), ignore(ending, why), unignore(ending, why)]) {
      expect(decided).toMatchObject({ ok: false, rejection: { code: 'instance.wrong-state', status: 'terminating' } });
    }
    expect(terminateFound(ending, why)).toEqual({ ok: true, value: [] });
  });

  test('can be ignored and taken back, each as often as one likes', () => {
    const ignored = evolveFoundInstance(found, { type: 'InstanceIgnored', ...why });
    expect(ignore(ignored, why)).toEqual({ ok: true, value: [] });
    expect(unignore(found, why)).toEqual({ ok: true, value: [] });
    expect(unignore(ignored, why)).toMatchObject({ value: [{ type: 'InstanceUnignored' }] });
    expect(evolveFoundInstance(ignored, { type: 'InstanceUnignored', ...why }).status).toBe('undecided');
  });

  test('that EC2 is ending becomes no worker', () => {
    const ending = after(...noteSeen(undefined, sight, testNow), {
      type: 'InstanceChanged',
      facts: { ...facts, state: 'shutting-down' },
      suspicion,
      at: testNow,
    });
    expect(adopt(ending, adoption, why)).toMatchObject({ rejection: { code: 'instance.ending' } });
  });

  test('may be named before anybody has seen it, once', () => {
    const sought = seek(undefined, where, { wish, at: testNow });
    expect(sought).toMatchObject({ value: [{ type: 'InstanceSought', instanceId: where.instanceId, wish }] });
    const looking = after(...(sought.ok ? sought.value : []));
    expect(seek(looking, where, { wish, at: testNow })).toEqual({ ok: true, value: [] });
    expect(seek(found, where, { wish, at: testNow })).toMatchObject({ rejection: { action: 'seek' } });
  });

  test('never leaves its lifecycle, whatever is decided and seen in whatever order', () => {
    const deeds: readonly ((one: FoundInstance | undefined) => readonly FoundInstanceEvent[])[] = [
      (one) => noteSeen(one, sight, testNow),
      (one) => noteSeen(one, { ...sight, facts: { ...facts, state: 'shutting-down' } }, testNow),
      (one) => noteSeen(one, { ...sight, facts: { ...facts, state: 'terminated' } }, testNow),
      (one) => noteGone(one, 'so', testNow),
      (one) => valueOf(seek(one, where, { wish, at: testNow })),
      (one) => (one ? valueOf(adopt(one, adoption, why)) : []),
      (one) => (one ? valueOf(terminateFound(one, why)) : []),
      (one) => (one ? valueOf(ignore(one, why)) : []),
      (one) => (one ? valueOf(unignore(one, why)) : []),
    ];
    fc.assert(
      fc.property(fc.array(fc.nat({ max: deeds.length - 1 }), { maxLength: 30 }), (script) => {
        let one: FoundInstance | undefined;
        for (const index of script) {
          for (const event of deeds[index]?.(one) ?? []) {
            const before = one?.status;
            one = evolveFoundInstance(one, event);
            if (before === undefined || before === one.status) continue;
            expect(foundInstanceTransitions[before]).toContain(one.status);
          }
        }
      }),
    );
  });
});

describe('why an instance is suspected', () => {
  const worker = aRunningWorker({ name: 'exam-1', instanceId: 'i-00000009', launch: 3 });
  const ended = aWorker({ name: 'old', status: 'terminated' }, 2);
  const suspected = (fields: Partial<InstanceFacts>): Suspected => ({
    ...where,
    facts: { ...facts, tags: {}, imageName: 'ubuntu', ...fields },
    seats: [worker, ended],
    imagePatterns: ['cml*'],
  });

  test.each<[string, Partial<InstanceFacts>, string, string]>([
    ['its image', { imageName: 'cml-2.9.1' }, 'foreign', 'its image cml-2.9.1 is named like cml*'],
    [
      'a launch of a worker that has ended',
      { token: 'wkr_2:1' },
      'ours-orphaned',
      'launch 1 of worker old, which has ended',
    ],
    ['a launch of a worker that nobody knows', { token: 'wkr_7:1' }, 'ours-orphaned', 'there is no record here'],
    ['a launch that the record does not know yet', { token: 'wkr_1:4' }, 'ours-orphaned', 'only at launch 3'],
    ['tags of a worker that nobody knows', { tags: { 'lcm:worker_id': 'wkr_7' } }, 'ours-orphaned', 'no record here'],
    [
      'tags of a worker that has gone on',
      { tags: { 'lcm:worker_id': 'wkr_1' } },
      'ours-orphaned',
      'gone on to another',
    ],
    ['tags of a worker that has ended', { tags: { 'lcm:worker_id': 'wkr_2' } }, 'ours-orphaned', 'which has ended'],
  ])('%s', (...[, fields, kind, because]) => {
    expect(suspicionOf(suspected(fields))).toMatchObject({ kind, because: expect.stringContaining(because) });
  });

  test.each<[string, Partial<InstanceFacts>]>([
    ['it is made of something else', {}],
    ['it is the present launch, whose answer may still be awaited', { token: 'wkr_1:3' }],
    ['it is an earlier launch: its worker ends it itself', { token: 'wkr_1:2' }],
    ['EC2 is ending it', { imageName: 'cml-2.9.1', state: 'shutting-down' }],
  ])('nothing, when %s', (_, fields) => {
    expect(suspicionOf(suspected(fields))).toBeUndefined();
  });

  test('nothing, when a worker has it, and only in its own region', () => {
    const taken = { ...suspected({ imageName: 'cml-2.9.1' }), instanceId: 'i-00000009' };
    expect(suspicionOf(taken)).toBeUndefined();
    expect(suspicionOf({ ...taken, region: 'eu-west-1' })).toMatchObject({ kind: 'foreign' });
  });
});

describe('the worker that an instance becomes', () => {
  test.each([
    ['pending', 'provisioning', 'running'],
    ['running', 'running', 'running'],
    ['stopping', 'stopping', 'stopped'],
    ['stopped', 'stopped', 'stopped'],
  ] as const)('one that is %s is %s and wanted %s', (state, status, desired) => {
    const events = workerEventsOf(adoption, { ...where, facts: { ...facts, state } }, why);
    const worker = folded(events);
    expect(worker).toMatchObject({ status, desired, launch: 1, instanceId: 'i-00000001', origin: 'discovered' });
    expect(worker && isImportedLaunch(worker)).toBe(true);
  });

  test('gets to its state by legal steps, and one that ends becomes none', () => {
    for (const state of instanceStates) {
      let status: Parameters<typeof workerMayBecome>[0] = 'pending';
      for (const event of workerEventsOf(adoption, { ...where, facts: { ...facts, state } }, why)) {
        if (event.type !== 'WorkerStatusChanged') continue;
        expect(workerMayBecome(status, event.to)).toBe(true);
        status = event.to;
      }
    }
    expect(workerEventsOf(adoption, { ...where, facts: { ...facts, state: 'shutting-down' } }, why)).toEqual([]);
  });

  const host = { region: 'eu-west-1', facts };

  test('holds what a template of its type says, that of its image before others, in its own region', () => {
    const other = aTemplate({ name: 'a-other', spec: { ...aSpec, imageName: 'ubuntu*' } });
    const off = aTemplate({ name: 'off', enabled: false });
    const shape = shapeOf(host, [other, off, aTemplate()]);
    expect(shape).toMatchObject({ value: { template: 'metal', spec: { region: 'eu-west-1', imageName: 'cml-*' } } });
  });

  test('is made of its own image again where the template’s would be another', () => {
    const shape = shapeOf(host, [aTemplate({ spec: { ...aSpec, imageName: 'ubuntu*' } })]);
    expect(shape).toMatchObject({ value: { spec: { imageName: 'cml-2.9.1' } } });
  });

  test('is none without a template of its type, whichever is named', () => {
    expect(shapeOf({ ...host, facts: { instanceType: 't3.micro' } }, [aTemplate()])).toMatchObject({
      rejection: { code: 'instance.no-template', instanceType: 't3.micro' },
    });
    expect(shapeOf({ ...host, facts: { instanceType: 't3.micro' } }, [], aTemplate())).toMatchObject({
      rejection: { code: 'instance.other-type', template: 'metal' },
    });
  });
});

describe('tags that make an instance known as ours', () => {
  const wanted = hostTags(aWorker());

  test('are added where they lack, and what others wrote stays', () => {
    expect(lackingTags({ Name: 'x' }, wanted)).toEqual(wanted);
    expect(lackingTags({ ...wanted, 'lcm:launch': '9' }, wanted)).toEqual({ 'lcm:launch': '1' });
    expect(lackingTags(wanted, wanted)).toEqual({});
  });

  test('are as many as there is room for, the most telling first', () => {
    expect(lackingTags(full(50), wanted)).toEqual({});
    expect(Object.keys(lackingTags(full(49), wanted))).toEqual(['lcm:worker_id']);
    expect(Object.keys(lackingTags({ ...full(48), 'aws:x': '' }, wanted))).toHaveLength(2);
  });
});

test.each([
  ['cml-2.9*', 'cml-2.9.1', true],
  ['cml-2.9*', 'cml-2x9', false],
  ['cml-?.9', 'cml-2.9', true],
  ['cml', 'cml-2', false],
  ['*', '', true],
  ['a|b', 'a', false],
])('the pattern %s and the name %s: %s', (pattern, name, fits) => {
  expect(fitsName(pattern, name)).toBe(fits);
});

function folded(events: readonly WorkerEvent[]) {
  return events.reduce<ReturnType<typeof evolveWorker> | undefined>(evolveWorker, undefined);
}

function valueOf(decision: ReturnType<typeof ignore>): readonly FoundInstanceEvent[] {
  return decision.ok ? decision.value : [];
}

function failure(): never {
  throw new Error('no event');
}

function full(count: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`t${index}`, '']));
}
