import { controllerViews } from '@lcm/core/contracts/control-plane';
import { aReservation, aRunningWorker, holding, testNow } from '@lcm/core/domain/testing';
import { evolveWorker } from '@lcm/core/domain/worker';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { encodedView } from './encoded-view.ts';
import { viewOf } from './view-of.ts';

test('a worker crosses as its schema says, after each change of its calendar too', () => {
  const [one, other] = [aReservation(1), aReservation(2, { ports: { serial: 2001 } })];
  const booked = aRunningWorker(holding(one));
  const fuller = evolveWorker(booked, { type: 'WorkerReserved', reservations: [other], at: testNow });
  const confirmed = evolveWorker(fuller, { type: 'WorkerReservationConfirmed', reservationId: other.id, at: testNow });
  const released = evolveWorker(confirmed, {
    type: 'WorkerReservationReleased',
    reservationId: one.id,
    reason: 'it is over',
    at: testNow,
  });
  for (const [index, state] of [booked, fuller, confirmed, released].entries()) {
    const item = { state, version: index + 1, position: index + 1, changedAt: testNow };
    const encoded = encodedView('worker', item);
    expect(encoded).toEqual(z.encode(controllerViews.worker, viewOf.worker(item)));
    expect(Object.keys(controllerViews.worker.parse(encoded).reservations)).toEqual(Object.keys(state.reservations));
  }
});
