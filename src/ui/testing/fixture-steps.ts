import type { Session } from '../lib/views.ts';

type At = (minutes: number) => string;

export function step(at: At, status: 'running' | 'done' | 'failed', [from, until]: readonly [number, number?]) {
  return {
    status,
    attempts: status === 'failed' ? 2 : 1,
    startedAt: at(from),
    ...(until === undefined ? {} : { endedAt: at(until) }),
    message: status === 'running' ? '5 of 7 nodes have booted' : status === 'failed' ? 'LDS answered 503' : '',
  };
}

export function prepared(at: At) {
  return {
    await_worker: step(at, 'done', [-50, -49]),
    import_lab: step(at, 'done', [-49, -48]),
    assign_ports: step(at, 'done', [-48, -47.8]),
    provision_delivery: step(at, 'done', [-48, -47]),
    start_lab: step(at, 'done', [-47.8, -43]),
    publish_devices: step(at, 'done', [-43, -42.7]),
  };
}

export function wasReset(at: At) {
  return {
    save_configurations: step(at, 'done', [-12, -11.5]),
    stop_lab: step(at, 'done', [-11.5, -11]),
    wipe_lab: step(at, 'done', [-11, -10.8]),
    initial_configurations: step(at, 'done', [-10.8, -10.6]),
    start_lab: step(at, 'done', [-10.6, -6.1]),
    publish_devices: step(at, 'done', [-6.1, -6]),
  };
}

/** By an operator, while the delivery system does not answer; earlier its lab was reset. */
export function pausedDelivery(at: At) {
  return {
    reason: 'paused: a fire drill',
    delivery: { id: '71', deployment: 'default' },
    lab: { id: '5f3a', title: 'Two sites over OSPF ses_1', launch: 1 },
    deliveryOrder: { order: 'pause', by: 'ada', reason: 'a fire drill', at: at(-10), doneAt: at(-9) },
    deliveryAway: { since: at(-4), reason: 'the delivery system does not answer', deployment: 'default' },
    suspensions: [
      { from: at(-30), until: at(-26), reason: 'the candidate paused', cause: 'candidate' },
      { from: at(-12), until: at(-6), reason: 'reset by Ana Admin', cause: 'reset' },
      { from: at(-9), reason: 'a fire drill', cause: 'operator' },
    ],
  } as const satisfies Partial<Session>;
}
