import { MemoryWebhook } from '@lcm/core/adapters/webhook/memory-webhook';
import type { Notice } from '@lcm/core/domain/notice';
import type { SessionEvent } from '@lcm/core/domain/session';
import { aSession, testNow as at, hour, sessionBooked } from '@lcm/core/domain/testing';
import { ReservationId, WorkerId } from '@lcm/core/domain/worker';
import { instant, ok } from '@lcm/core/kernel';
import type { Mail } from '@lcm/core/ports/mail';
import type { Webhook } from '@lcm/core/ports/webhook';
import { sessions } from '../application/aggregates.ts';
import { noteLogin } from '../application/people/note-login.ts';
import { openTestPlane, type PlaneOptions } from './plane.ts';
import { settle } from './sse-harness.ts';

export const url = 'https://hooks.example.org/told';
const ada = { actor: { id: 'ada', name: 'Ada', roles: ['admin'] }, correlationId: 'test' } as const;
export const later = (ms: number) => instant(at + ms);
const timeslot = { start: later(hour), end: later(2 * hour) };
export const placement = {
  workerId: WorkerId.parse('wkr_1'),
  workerName: 'w1',
  reservationId: ReservationId.parse('res_1'),
  from: at,
  until: later(3 * hour),
  ports: {},
  why: 'it fits',
};
export const verdict = { decidedAt: at, placed: true, summary: 'w1 has room', workers: [], wouldHelp: [] };
export const booked = (number = 1) => sessionBooked(number, { notify: { webhook: url } });
export const scheduled: SessionEvent = { type: 'SessionScheduled', timeslot, placement, verdict, at };
export const ready: SessionEvent = { type: 'SessionReady', at };
export const started: SessionEvent = { type: 'SessionStarted', at };

interface Living extends Omit<PlaneOptions, 'notices'> {
  readonly webhook?: Webhook;
  readonly mail?: Mail;
  readonly values?: Readonly<Record<string, unknown>>;
}

export async function living({ webhook = new MemoryWebhook(), mail, values = {}, ...options }: Living) {
  const publicUrl = 'https://lablets.example.org';
  const opened = await openTestPlane({ ...options, notices: { webhook, mail, publicUrl } });
  await opened.call('ChangeSettings', { values: { 'notices.hosts': ['hooks.example.org'], ...values } });
  const stop = new AbortController();
  const running = opened.plane.state.run(stop.signal);
  await quiet();
  const see = async (events: readonly SessionEvent[], number = 1): Promise<void> => {
    const subject = { aggregate: sessions, id: aSession({}, number).id };
    await opened.plane.state.streams.change(subject, { operation: 'Test', caller: ada }, () => ok(events));
    await quiet();
  };
  const pass = async (ms: number): Promise<void> => {
    opened.clock.step(ms);
    await quiet();
  };
  const logIn = async (id: string, contact: { readonly mail?: string; readonly zone?: string } = {}): Promise<void> => {
    await noteLogin(opened.plane.deps, { actor: { id, name: id, roles: ['user'] }, ...contact });
    await quiet();
  };
  const die = async (): Promise<void> => {
    stop.abort();
    await running;
  };
  const notices = (): readonly Notice[] => opened.views.list('notice').map(({ state }) => state);
  return { ...opened, see, pass, logIn, die, notices };
}

export async function quiet(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await settle();
}

export function told(webhook: MemoryWebhook): readonly string[] {
  return webhook.received.map(({ body }) => String(Reflect.get(Object(JSON.parse(body)), 'type')));
}
