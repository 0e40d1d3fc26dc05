import { type ImportedInstance, ImportedInstances } from '@lcm/core/contracts/instance';
import { foundInstanceId } from '@lcm/core/domain/instance';
import { aTemplate } from '@lcm/core/domain/testing';
import type { Result } from '@lcm/core/kernel';
import { describe, expect, test } from 'vitest';
import type { Answer } from '../../application/dispatch.ts';
import type { Rejection } from '../../application/operation.ts';
import { furnish, openTestPlane } from '../../testing/plane.ts';

const region = 'us-east-1';
const controller = { role: 'worker-controller' } as const;

function sightOf(number: number, facts: object = {}) {
  return {
    instanceId: idOf(number),
    suspicion: { kind: 'foreign', because: 'its image is named like cml*' },
    facts: {
      instanceType: 'm5zn.metal',
      imageId: `ami-0000000${number}`,
      imageName: 'cml-2.9.1',
      state: 'running',
      publicIp: '192.0.2.1',
      launchedAt: '2026-11-20T09:00:00.000Z',
      tags: { Name: `by hand ${number}` },
      ...facts,
    },
  };
}

function idOf(number: number): string {
  return `i-0000000${number}`;
}

/** A control plane with templates, and with as many instances found as are named. */
async function found(...sights: readonly object[]) {
  const opened = await openTestPlane();
  const { call, views } = opened;
  await furnish(call);
  if (sights.length > 0) await call('ReportInstances', { region, instances: sights, gone: [] }, controller);
  const of = (number: number) => {
    const foundId = foundInstanceId({ region, instanceId: idOf(number) });
    return { foundId, state: () => views.get('instance', foundId)?.state };
  };
  const workers = () => views.list('worker').map(({ state }) => state);
  return { ...opened, of, workers };
}

function itemsOf(answer: Result<Answer, Rejection>): readonly ImportedInstance[] {
  if (!answer.ok) throw new Error(answer.rejection.message);
  return ImportedInstances.parse(answer.value.body).items;
}

describe('adopting', () => {
  test('makes one worker of one instance, however often and by however many', async () => {
    const { call, of, workers } = await found(sightOf(1));
    const { foundId } = of(1);
    const adopt = () => call('AdoptInstance', { foundId, reason: 'it is ours' });
    const answers = await Promise.all([adopt(), adopt(), call('ImportWorkers', { region, instanceId: idOf(1) })]);
    expect(answers.map(({ ok }) => ok)).toEqual([true, true, true]);
    expect(workers()).toMatchObject([
      {
        name: 'by hand 1',
        origin: 'discovered',
        status: 'running',
        desired: 'running',
        launch: 1,
        instanceId: idOf(1),
        template: 'metal',
        reason: 'so its instance was found',
        desiredReason: 'it is ours',
        createdBy: 'admin',
      },
    ]);
  });

  test('takes the name that is given, and says when somebody has it', async () => {
    const { call, of, workers } = await found(sightOf(1), sightOf(2), sightOf(3, { tags: { Name: 'room' } }));
    expect(await call('AdoptInstance', { foundId: of(1).foundId, name: 'room' })).toMatchObject({ ok: true });
    const taken = await call('AdoptInstance', { foundId: of(2).foundId, name: 'Room' });
    expect(taken).toMatchObject({ rejection: { code: 'worker.name-taken' } });
    expect(of(2).state()?.status).toBe('undecided');
    await call('AdoptInstance', { foundId: of(3).foundId });
    expect(workers().map(({ name }) => name)).toEqual(['room', idOf(3)]);
  });

  test('needs a template that says what the instance holds', async () => {
    const { call, of, workers } = await found(sightOf(1, { instanceType: 't3.micro' }));
    const { foundId } = of(1);
    const none = await call('AdoptInstance', { foundId });
    expect(none).toMatchObject({ rejection: { code: 'instance.no-template' } });
    expect(JSON.stringify(none)).toContain('Name a template, or define one');
    const other = await call('AdoptInstance', { foundId, template: 'metal' });
    expect(other).toMatchObject({ rejection: { code: 'instance.other-type' } });
    const unknown = await call('AdoptInstance', { foundId, template: 'nope' });
    expect(unknown).toMatchObject({ rejection: { code: 'template.unknown' } });
    expect(workers()).toEqual([]);
  });

  test('is refused for what EC2 is ending, what is a worker’s already, and what nobody knows', async () => {
    const { call, of } = await found(sightOf(1));
    const ending = sightOf(1, { state: 'shutting-down' });
    await call('ReportInstances', { region, instances: [ending], gone: [] }, controller);
    expect(await call('AdoptInstance', { foundId: of(1).foundId })).toMatchObject({
      rejection: { code: 'instance.ending' },
    });
    expect(await call('AdoptInstance', { foundId: 'ins_0' })).toMatchObject({
      rejection: { code: 'instance.unknown' },
    });
  });

  test('that was decided and not finished is finished by the controller, once', async () => {
    const { call, of, plane, workers } = await found(sightOf(1));
    const { foundId } = of(1);
    await call('AdoptInstance', { foundId });
    const [before] = workers();
    for (let time = 0; time < 2; time += 1) await call('SettleAdoption', { foundId }, controller);
    expect(workers()).toEqual([before]);
    expect(await plane.forService('worker-controller').get('instance', foundId)).toMatchObject({ status: 'adopted' });
  });
});

describe('importing', () => {
  test('one by its id that nobody has seen is looked for, and adopted when it is there', async () => {
    const { call, of, clock, workers } = await found();
    const asked = call('ImportWorkers', { region, instanceId: idOf(1), name: 'room', reason: 'moved here' });
    await settle();
    clock.step(2_000);
    expect(itemsOf(await asked)).toMatchObject([
      { outcome: 'sought', message: expect.stringContaining('is looked for') },
    ]);
    await call('ReportInstances', { region, instances: [sightOf(1)], gone: [] }, controller);
    expect(of(1).state()?.status).toBe('adopted');
    expect(workers()).toMatchObject([{ name: 'room', origin: 'imported', desiredReason: 'moved here' }]);
  });

  test('answers with the worker when somebody looks at once', async () => {
    const { call } = await found();
    const asked = call('ImportWorkers', { region, instanceId: idOf(1) });
    await settle();
    await call('ReportInstances', { region, instances: [sightOf(1)], gone: [] }, controller);
    expect(itemsOf(await asked)).toMatchObject([{ outcome: 'adopted', workerName: 'by hand 1' }]);
  });

  test('says why one that was looked for could not be adopted, and leaves it to a decision', async () => {
    const { call, of } = await found();
    const asked = call('ImportWorkers', { region, instanceId: idOf(1) });
    await settle();
    const strange = sightOf(1, { instanceType: 't3.micro' });
    await call('ReportInstances', { region, instances: [strange], gone: [] }, controller);
    expect(itemsOf(await asked)).toMatchObject([
      { outcome: 'refused', message: expect.stringContaining('No template') },
    ]);
    expect(of(1).state()?.status).toBe('undecided');
  });

  test('an only one by its image needs no more words; several are listed until all are wanted', async () => {
    const { call, workers } = await found(sightOf(1), sightOf(2), sightOf(3, { imageName: 'cml-2.8' }));
    const one = itemsOf(await call('ImportWorkers', { region, imageId: 'ami-00000003' }));
    expect(one).toMatchObject([{ instanceId: idOf(3), outcome: 'adopted' }]);
    const several = await call('ImportWorkers', { region, imageName: 'cml-2.9*' });
    expect(several).toMatchObject({
      rejection: {
        code: 'instance.several-match',
        message: expect.stringContaining(`${idOf(1)} (by hand 1), ${idOf(2)} (by hand 2)`),
        details: { instances: [{ instanceId: idOf(1) }, { instanceId: idOf(2) }] },
      },
    });
    expect(workers()).toHaveLength(1);
    const all = itemsOf(await call('ImportWorkers', { region, imageName: 'cml-2.9*', all: true }));
    expect(all.map(({ outcome }) => outcome)).toEqual(['adopted', 'adopted']);
    expect(workers()).toHaveLength(3);
  });

  test('all of them takes those it can, and says why not of the others', async () => {
    const { call, workers } = await found(sightOf(1), sightOf(2, { instanceType: 't3.micro' }));
    const all = itemsOf(await call('ImportWorkers', { region, imageName: 'cml*', all: true }));
    expect(all).toMatchObject([
      { instanceId: idOf(1), outcome: 'adopted' },
      { instanceId: idOf(2), outcome: 'refused', message: expect.stringContaining('t3.micro') },
    ]);
    expect(workers()).toHaveLength(1);
  });

  test('nothing that matches, nothing to match, and what a worker has already are refused in words', async () => {
    const { call, of } = await found(sightOf(1));
    expect(await call('ImportWorkers', { region, imageName: 'ubuntu*' })).toMatchObject({
      rejection: { code: 'instance.none-match' },
    });
    expect(await call('ImportWorkers', { region: 'eu-west-1', imageName: 'cml*' })).toMatchObject({ ok: false });
    for (const bad of [{}, { instanceId: idOf(1), imageName: 'cml*' }, { imageName: 'cml*', name: 'x' }]) {
      expect(await call('ImportWorkers', { region, ...bad })).toMatchObject({
        rejection: { code: 'request.unprocessable' },
      });
    }
    await call('AdoptInstance', { foundId: of(1).foundId });
    const gone = { region, instances: [], gone: [{ instanceId: idOf(1), reason: 'so' }] };
    await call('ReportInstances', gone, controller);
    expect(await call('ImportWorkers', { region, instanceId: idOf(1) })).toMatchObject({
      rejection: { code: 'instance.taken', message: 'It is the host of worker by hand 1 already.' },
    });
  });

  test('by another template of its type is what that says', async () => {
    const { call, workers } = await found(sightOf(1));
    const { updatedAt: _, ...template } = aTemplate({ name: 'other' });
    await call('DefineTemplate', template);
    await call('ImportWorkers', { region, instanceId: idOf(1), template: 'other' });
    expect(workers()).toMatchObject([{ template: 'other', origin: 'imported' }]);
  });
});

describe('what else is decided', () => {
  test('an end needs a reason, and is never taken back', async () => {
    const { call, of } = await found(sightOf(1));
    const { foundId } = of(1);
    expect(await call('TerminateInstance', { foundId })).toMatchObject({ rejection: { code: 'request.invalid' } });
    expect(await call('TerminateInstance', { foundId, reason: 'nobody needs it' })).toMatchObject({ ok: true });
    expect(of(1).state()).toMatchObject({ status: 'terminating', reason: 'nobody needs it', decidedBy: 'admin' });
    for (const operation of ['AdoptInstance', 'IgnoreInstance', 'UnignoreInstance']) {
      expect(await call(operation, { foundId })).toMatchObject({ rejection: { code: 'instance.wrong-state' } });
    }
  });

  test('one that is ignored can be taken back or adopted', async () => {
    const { call, of } = await found(sightOf(1));
    const { foundId } = of(1);
    await call('IgnoreInstance', { foundId, reason: 'of another team' });
    expect(of(1).state()).toMatchObject({ status: 'ignored', reason: 'of another team' });
    await call('UnignoreInstance', { foundId });
    expect(of(1).state()?.status).toBe('undecided');
    await call('IgnoreInstance', { foundId });
    expect(await call('AdoptInstance', { foundId })).toMatchObject({ ok: true });
  });

  test('is for admins, seen by everybody, and kept in the history', async () => {
    const { call, of } = await found(sightOf(1));
    const { foundId } = of(1);
    for (const role of ['user', 'lab-author', 'manager'] as const) {
      expect(await call('AdoptInstance', { foundId }, { role })).toMatchObject({
        rejection: { code: 'access.denied' },
      });
      expect(await call('ListInstances', { q: 'status:undecided' }, { role })).toMatchObject({
        value: { body: { items: [{ instanceId: idOf(1) }] } },
      });
      expect(await call('GetInstance', { foundId }, { role })).toMatchObject({ ok: true });
    }
    await call('IgnoreInstance', { foundId });
    const history = await call('GetHistory', { kind: 'instance', id: foundId });
    expect(JSON.stringify(history)).toMatch(/InstanceFound.*InstanceIgnored/);
  });

  test('is on the live stream, with what was found before in its snapshot', async () => {
    const { plane } = await found(sightOf(1));
    const { items } = plane.state.feed.snapshot();
    expect(items.filter(({ subject }) => subject.kind === 'instance')).toMatchObject([{ event: 'instance.snapshot' }]);
  });
});

test('a report that is as things are is not written down, nor one of what a worker got meanwhile', async () => {
  const { call, of, plane } = await found(sightOf(1));
  const position = () => plane.state.views.position;
  const report = () => call('ReportInstances', { region, instances: [sightOf(1)], gone: [] }, controller);
  const before = position();
  await report();
  expect(position()).toBe(before);
  await call('AdoptInstance', { foundId: of(1).foundId });
  const adopted = position();
  await report();
  expect(position()).toBe(adopted);
  const other = sightOf(2, { state: 'terminated' });
  const gone = [{ instanceId: idOf(3), reason: 'so' }];
  expect(await call('ReportInstances', { region, instances: [other], gone }, controller)).toMatchObject({ ok: true });
  expect(position()).toBe(adopted);
});

async function settle(): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
}
