import { expect, test } from 'vitest';
import { admin, aSession, minutes, user } from '../testing/fixtures.ts';
import { deliveryAttention, deliveryOrdersFor, orderInWords, whyNotOrder } from './delivery.ts';

const order = { order: 'pause', by: 'ada', reason: 'a fire drill', at: minutes(-5) } as const;
const running = aSession({ status: 'running' });

test('pausing and resuming share one place, and what is over can be filed', () => {
  const suspensions = [{ from: minutes(-5), reason: 'a fire drill', cause: 'operator' as const }];
  expect(deliveryOrdersFor(running)).toEqual(['pause', 'end']);
  expect(deliveryOrdersFor({ ...running, suspensions })).toEqual(['resume', 'end']);
  expect(deliveryOrdersFor({ ...running, deliveryOrder: order })).toEqual(['resume', 'end']);
  expect(deliveryOrdersFor(aSession({ status: 'archived' }))).toEqual(['archive']);
});

test('who may not order is told why, and nothing is ordered twice', () => {
  expect(whyNotOrder(admin, 'pause', running)).toBeUndefined();
  expect(whyNotOrder(user, 'pause', running)).toBeDefined();
  expect(whyNotOrder(admin, 'pause', { ...running, deliveryOrder: order })).toBe('It is ordered already');
  expect(whyNotOrder(admin, 'end', aSession({ status: 'ready' }))).toBe('Not possible while it is ready');
});

test('an order is told as it stands', () => {
  expect(orderInWords({ ...running, deliveryOrder: order })).toBe('Pause: ordered');
  expect(orderInWords({ ...running, deliveryOrder: { ...order, doneAt: minutes(-4) } })).toBe('Pause: done');
  expect(orderInWords(aSession({ status: 'archived', deliveryOrder: order }))).toBe(
    'Pause: the end of the session came before it',
  );
});

test('an outage is one thing to look at, however many sessions it leaves alone', () => {
  const deliveryAway = { since: minutes(-5), reason: 'the delivery system does not answer', deployment: 'europe' };
  const without = { ...running, deliveryAway };
  expect(deliveryAttention([running])).toEqual([]);
  expect(deliveryAttention([without, without, running])).toMatchObject([
    {
      title: 'Delivery system europe',
      why: '2 sessions go on without it: the delivery system does not answer',
      href: '/sessions',
    },
  ]);
});
