import { expect, test, vi } from 'vitest';
import { ControlPlaneError } from '../../ports/control-plane/index.ts';
import { type WireAnswer, WireControlPlane, type WireRequest } from './wire-control-plane.ts';

const options = { fence: { election: 'resource-scheduler', token: 1 }, correlationId: 'c1' };

/** A control plane that answers when the test says so. */
function scripted() {
  const asked: { readonly request: WireRequest; readonly answer: (answer: WireAnswer) => void }[] = [];
  const plane = new WireControlPlane(
    async (request) => new Promise((resolve) => asked.push({ request, answer: resolve })),
  );
  const answer = (index: number, body: unknown, status = 200): void => asked[index]?.answer({ status, body });
  return { plane, asked, answer };
}

function template(name: string, version: number): object {
  const spec = {
    region: 'us-east-1',
    instanceType: 'm5zn.metal',
    imageName: 'cml-*',
    volumeGiB: 256,
    capacity: { cpuCores: 48, memoryMiB: 196_608, storageGiB: 256, nodes: 200 },
    portRange: { first: 2000, last: 9999 },
    hourlyCostUsd: 4,
    unlicensedNodes: 5,
    registersLicense: true,
  };
  const updatedAt = '2026-11-24T09:00:00.000Z';
  return { name, version, description: name, enabled: true, spec, bootMinutes: 25, updatedAt };
}

test('an answer that was overtaken by a newer one brings nothing old back, and hides nothing', async () => {
  const { plane, asked, answer } = scripted();
  const slow = plane.list('template');
  const fast = plane.list('template');
  answer(1, { items: [template('metal', 2)], position: 8 });
  expect((await fast).map(({ version }) => version)).toEqual([2]);
  answer(0, { items: [template('metal', 1)], position: 5 });
  expect((await slow).map(({ version }) => version)).toEqual([2]);
  const next = plane.list('template');
  expect(asked[2]?.request.query).toEqual({ changedAfter: 8 });
  answer(2, { items: [template('small', 1)], position: 9 });
  expect((await next).map(({ name }) => name)).toEqual(['metal', 'small']);
});

test('a control plane with another history is read from the beginning', async () => {
  const { plane, asked, answer } = scripted();
  const first = plane.list('template');
  answer(0, { items: [template('metal', 3)], position: 8, epoch: 'a' });
  await first;
  const again = plane.list('template');
  answer(1, { code: 'state.behind' }, 503);
  await vi.waitFor(() => expect(asked).toHaveLength(3));
  expect([asked[1]?.request.atLeast, asked[2]?.request.atLeast]).toEqual([8, undefined]);
  answer(2, { items: [], position: 2, epoch: 'b' });
  await vi.waitFor(() => expect(asked).toHaveLength(4));
  expect(asked[3]?.request).toMatchObject({ query: { changedAfter: 0 }, atLeast: 0 });
  answer(3, { items: [template('metal', 1)], position: 2, epoch: 'b' });
  expect((await again).map(({ version }) => version)).toEqual([1]);
});

test('one thing is read from the control plane with another history, too', async () => {
  const { plane, asked, answer } = scripted();
  const first = plane.list('template');
  answer(0, { items: [template('metal', 3)], position: 8, epoch: 'a' });
  await first;
  const one = plane.get('template', 'metal');
  answer(1, { code: 'state.never-written' }, 409);
  await vi.waitFor(() => expect(asked).toHaveLength(3));
  answer(2, { code: 'state.never-written' }, 409);
  await vi.waitFor(() => expect(asked).toHaveLength(4));
  answer(3, { items: [], position: 2, epoch: 'b' });
  await vi.waitFor(() => expect(asked).toHaveLength(5));
  answer(4, { items: [template('metal', 1)], position: 2, epoch: 'b' });
  await vi.waitFor(() => expect(asked).toHaveLength(6));
  expect(asked[5]?.request).toMatchObject({ path: '/internal/views/template/metal', atLeast: 2 });
  answer(5, { item: template('metal', 1), position: 1 });
  expect(await one).toMatchObject({ version: 1 });
});

test('a replica that cannot catch up is no answer, and takes nothing back', async () => {
  const { plane, asked, answer } = scripted();
  const first = plane.list('template');
  answer(0, { items: [template('metal', 3)], position: 8, epoch: 'a' });
  await first;
  const again = plane.list('template');
  answer(1, { code: 'state.behind' }, 503);
  await vi.waitFor(() => expect(asked).toHaveLength(3));
  answer(2, { items: [], position: 2, epoch: 'a' });
  await expect(again).rejects.toThrow(ControlPlaneError);
  void plane.get('template', 'metal');
  expect(asked[3]?.request.atLeast).toBe(8);
});

test('whoever was told by a key is not shown what was before it', async () => {
  const { plane, asked, answer } = scripted();
  plane.heardOf({ epoch: 'a', position: 9 });
  plane.heardOf({ epoch: 'a', position: 7 });
  const first = plane.get('template', 'metal');
  // It is not known yet whose history it is: the list says so, and was behind.
  answer(0, { items: [], position: 8, epoch: 'a' });
  await vi.waitFor(() => expect(asked).toHaveLength(2));
  expect(asked[1]?.request).toMatchObject({ path: '/internal/views/template', atLeast: 9 });
  answer(1, { items: [template('metal', 1)], position: 9, epoch: 'a' });
  await vi.waitFor(() => expect(asked).toHaveLength(3));
  expect(asked[2]?.request).toMatchObject({ path: '/internal/views/template/metal', atLeast: 9 });
  answer(2, { item: template('metal', 1), position: 3 });
  expect(await first).toMatchObject({ version: 1 });
  plane.heardOf({ epoch: 'another store', position: 99 });
  void plane.get('template', 'metal');
  expect(asked[3]?.request.atLeast).toBe(9);
});

test('however many begin to read at once, one list says whose history it is', async () => {
  const { plane, asked, answer } = scripted();
  plane.heardOf({ epoch: 'a', position: 3 });
  const both = Promise.all([plane.get('template', 'metal'), plane.get('template', 'small')]);
  answer(0, { items: [template('metal', 1), template('small', 1)], position: 3, epoch: 'a' });
  await vi.waitFor(() => expect(asked).toHaveLength(3));
  expect(asked.map(({ request }) => request.path)).toEqual([
    '/internal/views/template',
    '/internal/views/template/metal',
    '/internal/views/template/small',
  ]);
  answer(1, { item: template('metal', 1), position: 2 });
  answer(2, { item: template('small', 1), position: 3 });
  expect((await both).map((view) => view?.name)).toEqual(['metal', 'small']);
});

test('that there is no such thing is believed of the control plane only, not of a proxy or a wrong address', async () => {
  const { plane, answer } = scripted();
  const unknown = plane.get('template', 'metal');
  answer(0, { code: 'template.unknown', detail: 'There is no template metal.' }, 404);
  expect(await unknown).toBeUndefined();
  const proxied = plane.get('template', 'metal');
  answer(1, undefined, 404);
  await expect(proxied).rejects.toThrow(ControlPlaneError);
  const lost = plane.send('HandleInboxItem', { itemId: 'x', result: 'done' }, options);
  answer(2, { code: 'request.unknown-route', detail: 'There is nothing at /internal.' }, 404);
  await expect(lost).rejects.toThrow(ControlPlaneError);
});
