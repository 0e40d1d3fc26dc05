import { FakeClock, instant, SeededRandom } from '@lcm/core/kernel';
import { expect, test } from 'vitest';
import { LdsModel } from '../model/lds-model.ts';
import type { LdsEvent } from '../model/outbox.ts';
import { runDeliveryLoop } from './delivery-loop.ts';

const order = { authIdType: 'ordered_session', candidate: 'Ada', scheduledAt: instant(0), forms: ['LAB 1'] };

/** Lets everything that waits for nothing but other promises happen. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
}

function world(): { clock: FakeClock; model: LdsModel; received: LdsEvent[]; fail: { next: number } } {
  const clock = new FakeClock();
  return { clock, model: new LdsModel({ clock, random: new SeededRandom(1) }), received: [], fail: { next: 0 } };
}

test('an event goes out as soon as it happens, and again later when nobody took it', async () => {
  const { clock, model, received, fail } = world();
  const stop = new AbortController();
  const send = async (event: LdsEvent): Promise<void> => {
    fail.next -= 1;
    if (fail.next >= 0) throw new Error('the sink answered 503');
    received.push(event);
  };
  const loop = runDeliveryLoop({ model, send, clock, signal: stop.signal });
  const { id } = model.provision({ ...order, authId: 'ses_1' });
  fail.next = 2;
  model.act(id, 'start');
  model.act(id, 'finish');
  await settle();
  expect(received).toEqual([]);
  expect(model.toJSON().outbox[0]).toMatchObject({ attempts: 1, lastError: 'the sink answered 503', notBefore: 500 });
  clock.step(500);
  await settle();
  expect(model.toJSON().outbox[0]).toMatchObject({ attempts: 2, notBefore: 1500 });
  clock.step(1000);
  await settle();
  expect(received.map(({ data }) => data.state)).toEqual(['RUNNING', 'USER_FINISHED']);
  expect(model.toJSON().outbox).toEqual([]);
  stop.abort();
  await loop;
});

test('what was in flight when the loop stopped is sent by the next one', async () => {
  const { clock, model, received } = world();
  const { id } = model.provision({ ...order, authId: 'ses_1' });
  model.act(id, 'start');
  const stop = new AbortController();
  const cut = async (event: LdsEvent): Promise<void> => {
    received.push(event);
    stop.abort();
  };
  await runDeliveryLoop({ model, send: cut, clock, signal: stop.signal });
  expect(model.toJSON().outbox).toHaveLength(1);
  const next = new AbortController();
  const take = async (event: LdsEvent): Promise<void> => void received.push(event);
  const loop = runDeliveryLoop({ model, send: take, clock, signal: next.signal });
  await settle();
  next.abort();
  await loop;
  expect(new Set(received.map((event) => event.id)).size).toBe(1);
  expect(received).toHaveLength(2);
  expect(model.toJSON().outbox).toEqual([]);
});
