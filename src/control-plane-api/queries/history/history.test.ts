import { Audit, History } from '@lcm/core/contracts/history';
import { aTemplate } from '@lcm/core/domain/testing';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Call, demoDefinition, furnish, openTestPlane } from '../../testing/plane.ts';

const scheduler = { role: 'scheduler' } as const;

async function bodyOf(answer: ReturnType<Call>): Promise<unknown> {
  const result = await answer;
  if (!result.ok) throw new Error(result.rejection.message);
  return result.value.body;
}

/** A control plane on which somebody did so many things of two kinds. */
async function busy(deeds: readonly boolean[]) {
  const opened = await openTestPlane();
  await furnish(opened.call);
  const { updatedAt: _, ...template } = aTemplate();
  for (const [index, own] of deeds.entries()) {
    const workerId = `wkr_${index}`;
    if (own) await opened.call('DefineTemplate', { ...template, description: `number ${index}` });
    else await opened.call('PlanWorker', { workerId, template: 'metal', reason: 'test' }, scheduler);
  }
  return opened;
}

describe('the audit', () => {
  test('shows everything that matches once, newest first, whatever the size of the pages', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.boolean(), { maxLength: 25 }),
        fc.integer({ min: 1, max: 7 }),
        fc.constantFrom(undefined, 'PLAN', 'template', 'nothing'),
        async (deeds, limit, operation) => {
          const { call, plane } = await busy(deeds);
          const seen: number[] = [];
          let before: number | undefined;
          do {
            const page = Audit.parse(await bodyOf(call('ListAudit', { limit, operation, before })));
            expect(page.items.length).toBeLessThanOrEqual(limit);
            seen.push(...page.items.map(({ position }) => position));
            before = page.next;
          } while (before !== undefined);
          const all = await plane.deps.store.published(0, 1_000);
          const part = operation?.toLowerCase() ?? '';
          const wanted = all.filter((commit) => commit.operation.toLowerCase().includes(part));
          expect(seen).toEqual(wanted.map(({ position }) => position).toReversed());
        },
      ),
      { numRuns: 25 },
    );
  });

  test('is found by who, by what and by subject, and is for operators', async () => {
    const { call } = await busy([true, false]);
    const operationsOf = async (filter: object): Promise<readonly string[]> =>
      Audit.parse(await bodyOf(call('ListAudit', filter))).items.map(({ operation }) => operation);
    expect(await operationsOf({ actor: 'SCHED' })).toEqual(['PlanWorker']);
    expect(await operationsOf({ subject: 'worker/wkr_1' })).toEqual(['PlanWorker']);
    expect(await call('ListAudit', {}, { role: 'user' })).toMatchObject({ rejection: { code: 'access.denied' } });
  });
});

describe('a history', () => {
  test('is every decision about one thing in order', async () => {
    const { call } = await busy([true, true]);
    const { items } = History.parse(await bodyOf(call('GetHistory', { kind: 'template', id: 'metal' })));
    expect(items.map(({ version }) => version)).toEqual([1, 2, 3]);
  });

  test('of somebody else’s session does not exist for those who see only their own', async () => {
    const { call, clock, views } = await openTestPlane();
    await furnish(call);
    const booked = call('BookSession', { definitionId: demoDefinition }, { role: 'user', id: 'uma' });
    for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
    clock.step(2_000);
    await booked;
    const of = { kind: 'session', id: views.list('session')[0]?.state.id };
    expect(await call('GetHistory', of, { role: 'user', id: 'oto' })).toMatchObject({
      rejection: { code: 'session.unknown' },
    });
    expect(await call('GetHistory', of, { role: 'user', id: 'uma' })).toMatchObject({ ok: true });
    expect(await call('GetHistory', of, { role: 'manager' })).toMatchObject({ ok: true });
  });
});
