import { DefinitionId } from '@lcm/core/domain/definition';
import type { AvailabilityAnswer, WhatIfAnswer } from '../lib/views.ts';

const halfHour = 30 * 60_000;

/** Full just now, and then ever more room. */
export function availability(now: number): AvailabilityAnswer {
  const first = Math.ceil(now / halfHour) * halfHour;
  const slots = Array.from({ length: 24 }, (_, index) => ({
    start: new Date(first + index * halfHour).toISOString(),
    fit: Math.min(10, index),
  }));
  return { decidedAt: new Date(now).toISOString(), durationMinutes: 60, stepMinutes: 30, seats: 10, slots };
}

export function whatIfAnswer(now: number): WhatIfAnswer {
  return {
    decidedAt: new Date(now).toISOString(),
    bookings: [{ definitionId: DefinitionId.parse('def_1'), title: 'Two sites over OSPF', seats: 1, fit: 1 }],
    moved: [],
    newWorkers: [{ template: 'metal', region: 'us-east-1', hourlyCostUsd: 3.96 }],
    warm: [
      {
        definitionId: DefinitionId.parse('def_2'),
        title: 'DHCP from scratch',
        depth: 3,
        before: 1,
        workers: 2,
        labs: 5,
        fewer: [{ name: 'metal-2', labs: 2 }],
        storageGiB: 40,
        soonerSeconds: 95,
      },
    ],
    before: { hosts: 3, hours: 12.5, costUsd: 49.5 },
    after: { hosts: 4, hours: 15, costUsd: 59.4 },
    difference: { hours: 2.5, costUsd: 9.9 },
  };
}
