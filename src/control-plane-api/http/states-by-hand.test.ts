import { may, personRoles } from '@lcm/core/domain/access';
import {
  evolveSession,
  type SessionAction,
  type SessionStatus,
  sessionCan,
  sessionTransitions,
  terminate,
} from '@lcm/core/domain/session';
import { aSession, testNow } from '@lcm/core/domain/testing';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { openTestPlane } from '../testing/plane.ts';
import { routes } from './routes.ts';

interface Hop {
  readonly from: SessionStatus;
  readonly to: SessionStatus;
  /** What an operator orders instead of setting the state; none where only what is seen leads on. */
  readonly orders: Readonly<Record<string, SessionAction>>;
}

/** What operators of other products set by hand. */
const hops: readonly Hop[] = [
  { from: 'ready', to: 'running', orders: {} },
  { from: 'running', to: 'collecting', orders: { EndDelivery: 'endDelivery' } },
  { from: 'running', to: 'stopping', orders: { TerminateSession: 'terminate' } },
  { from: 'collecting', to: 'grading', orders: { RetrySessionStep: 'retryStep', SkipSessionStep: 'retryStep' } },
  { from: 'collecting', to: 'stopping', orders: { TerminateSession: 'terminate' } },
  { from: 'grading', to: 'stopping', orders: { SkipSessionStep: 'retryStep', TerminateSession: 'terminate' } },
  { from: 'stopping', to: 'stopped', orders: { RetrySessionStep: 'retryStep', SkipSessionStep: 'retryStep' } },
  { from: 'stopped', to: 'archived', orders: {} },
];

const open = routes.filter(({ path }) => path.startsWith('/lablet-sessions') && !path.startsWith('/internal'));

test.each(hops)('from $from to $to leads an order, or what the controllers see, and nobody’s hand', ({
  from,
  to,
  orders,
}) => {
  const next: readonly string[] = sessionTransitions[from];
  expect(next).toContain(to);
  for (const [operation, action] of Object.entries(orders)) {
    expect(open.map((route) => route.operation.name)).toContain(operation);
    expect(sessionCan(action, { status: from })).toBe(true);
  }
});

test('no order to a session names a state that it shall have', () => {
  const inputs = open
    .filter(({ method }) => method !== 'get')
    .map(({ operation }) => [operation.name, Object.keys(fieldsOf(operation.input))] as const);
  expect(inputs.length).toBeGreaterThan(10);
  expect(inputs.filter(([, fields]) => fields.some((field) => /status|state|desired/i.test(field)))).toEqual([]);
});

function fieldsOf(input: z.ZodType): object {
  return z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' }).properties ?? {};
}

test.each(personRoles)('what became of things is reported by their controllers: no %s says so', async (role) => {
  const { call } = await openTestPlane();
  const report = { sessionId: 'ses_1', expectedVersion: 1, report: { type: 'delivery-started' } };
  expect(await call('ReportSession', report, { role })).toMatchObject({ rejection: { code: 'access.denied' } });
  const actor = { id: role, name: role, roles: [role] };
  const reports = routes.map(({ operation }) => operation).filter(({ name }) => name.startsWith('Report'));
  expect(reports.length).toBeGreaterThan(5);
  expect(reports.filter(({ allow }) => allow === 'public' || may(actor, allow))).toEqual([]);
});

test('what is wanted of a session stands beside what it is, with the reason, until that is so', () => {
  const running = aSession({ status: 'running' });
  const decided = terminate(running, 'the room is closed', testNow);
  const after = (decided.ok ? decided.value : []).reduce(evolveSession, running);
  expect(after).toMatchObject({ status: 'stopping', outcome: { result: 'terminated', reason: 'the room is closed' } });
});
