import { Audit, AuditEntry, History, NewerAuditCount } from '@lcm/core/contracts/history';
import { auditKinds } from '@lcm/core/domain/query';
import { aTemplate, hour, testNow } from '@lcm/core/domain/testing';
import { instant, toIso } from '@lcm/core/kernel';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aggregates } from '../../application/aggregates.ts';
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

async function textOf(call: Call, filter: object): Promise<string> {
  const answer = await call('ExportAudit', filter);
  if (!answer.ok) throw new Error(answer.rejection.message);
  let text = '';
  for await (const chunk of answer.value.download?.chunks ?? []) text += String(chunk);
  return text;
}

describe('the audit is asked', () => {
  async function twoHours() {
    const opened = await busy([true]);
    opened.clock.step(hour);
    const planned = { workerId: 'wkr_late', template: 'metal', reason: '=HYPERLINK("x")' };
    await opened.call('PlanWorker', planned, { role: 'scheduler' });
    return opened;
  }

  test.each([
    [{ from: toIso(instant(testNow + hour)) }, ['PlanWorker']],
    [{ to: toIso(instant(testNow + 1)), operation: 'template' }, ['DefineTemplate', 'DefineTemplate']],
    [{ kind: 'worker' }, ['PlanWorker']],
    [{ correlation: 'test', kind: 'definition' }, ['PublishDefinition']],
    [{ correlation: 'tes' }, []],
    [{ q: 'by:scheduler -kind:session at>-1h' }, ['PlanWorker']],
    [{ q: 'event:workercreated' }, ['PlanWorker']],
    [{ q: 'wkr_late' }, ['PlanWorker']],
  ])('with %j', async (filter, operations) => {
    const { call } = await twoHours();
    const { items } = Audit.parse(await bodyOf(call('ListAudit', filter)));
    expect(items.map(({ operation }) => operation)).toEqual(operations);
  });

  test('how much came after a page, while the page stays as it is', async () => {
    const { call } = await twoHours();
    const first = Audit.parse(await bodyOf(call('ListAudit', { limit: 2 })));
    const { updatedAt: _, ...template } = aTemplate();
    for (const description of ['one', 'two']) await call('DefineTemplate', { ...template, description });
    const newer = await bodyOf(call('CountNewerAudit', { after: first.head, operation: 'template' }));
    expect(NewerAuditCount.parse(newer)).toEqual({ count: 2 });
    expect(NewerAuditCount.parse(await bodyOf(call('CountNewerAudit', { after: first.head, kind: 'worker' })))).toEqual(
      {
        count: 0,
      },
    );
    const older = Audit.parse(await bodyOf(call('ListAudit', { limit: 2, before: first.next })));
    const [last] = first.items.slice(-1);
    expect(older.items[0]?.position).toBe((last?.position ?? 0) - 1);
  });

  test('for one entry: what was so before it and after it', async () => {
    const { call, plane } = await busy([true, true]);
    const position = plane.state.audit.head;
    const { changes, entry, sameRequest } = AuditEntry.parse(await bodyOf(call('GetAuditEntry', { position })));
    expect(entry).toMatchObject({ operation: 'DefineTemplate', position });
    expect(changes).toEqual([{ path: 'description', before: 'number 0', after: 'number 1' }]);
    expect(sameRequest).toBe(position);
    expect(await call('GetAuditEntry', { position: position + 1 })).toMatchObject({
      rejection: { code: 'audit.unknown' },
    });
  });

  test('for a file, in which no cell is a formula and no line is lost', async () => {
    const { call, plane } = await twoHours();
    const csv = await textOf(call, { format: 'csv' });
    const lines = csv.split('\r\n');
    expect(lines[0]).toBe(
      '"at","position","who","who id","as","operation","kind","subject","version","correlation","causation","events","details"',
    );
    expect(lines).toHaveLength(plane.state.audit.head + 2);
    expect(lines[1]).toContain(`"${toIso(instant(testNow + hour))}",${plane.state.audit.head},"scheduler"`);
    const jsonLines = (await textOf(call, { format: 'jsonl', kind: 'worker' })).trim().split('\n');
    expect(jsonLines.map((line) => JSON.parse(line))).toMatchObject([
      { operation: 'PlanWorker', by: { id: 'scheduler' } },
    ]);
    expect(await call('ExportAudit', {}, { role: 'lab-author' })).toMatchObject({
      rejection: { code: 'access.denied' },
    });
  });

  test('for every kind of thing there is', () => {
    expect(auditKinds.toSorted()).toEqual(Object.keys(aggregates).toSorted());
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
