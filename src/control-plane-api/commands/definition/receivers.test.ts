import { MemoryMail } from '@lcm/core/adapters/mail/memory-mail';
import { MemoryWebhook } from '@lcm/core/adapters/webhook/memory-webhook';
import { describe, expect, test } from 'vitest';
import { demoDefinition, furnish, openTestPlane } from '../../testing/plane.ts';

const author = { role: 'lab-author', id: 'lea' } as const;
const definitionId = demoDefinition;

async function world({ tells = true } = {}) {
  const publicUrl = 'https://lablets.example.org';
  const ways = { webhook: new MemoryWebhook(), mail: new MemoryMail(), publicUrl };
  const opened = await openTestPlane(tells ? { notices: ways } : {});
  await furnish(opened.call);
  await opened.call('ChangeSettings', { values: { 'notices.hosts': ['hooks.example.org'] } });
  const set = async (receivers: readonly string[], as: Parameters<typeof opened.call>[2] = author) =>
    opened.call('SetReceivers', { definitionId, receivers }, as);
  return { ...opened, set };
}

describe('who is told when sessions of a lab fail', () => {
  test('is said by its author, each once, and can be nobody again', async () => {
    const { call, set } = await world();
    const both = ['labs@example.org', 'https://hooks.example.org/failed'];
    expect(await set([...both, 'labs@example.org'])).toMatchObject({ value: { body: { receivers: both, by: 'lea' } } });
    const told = await call('GetReceivers', { definitionId }, { role: 'manager' });
    expect(told).toMatchObject({ value: { body: { receivers: both, by: 'lea', settings: [] } } });
    expect(await set([])).toMatchObject({ value: { body: { receivers: [] } } });
  });

  test('is shown with whom the settings name', async () => {
    const { call } = await world();
    const definition = await call('GetDefinition', { definitionId });
    const slug = definition.ok && 'body' in definition.value ? Object(definition.value.body).slug : '';
    await call('ChangeSettings', {
      values: { 'notices.failures': [`${slug} noc@example.org`, 'other x@example.org'] },
    });
    const told = await call('GetReceivers', { definitionId }, author);
    expect(told).toMatchObject({ value: { body: { receivers: [], settings: ['noc@example.org'] } } });
  });

  test.each([
    { whom: 'at a host that the settings do not allow', named: 'https://elsewhere.example.org/x', tells: true },
    { whom: 'by mail where nothing is mailed', named: 'labs@example.org', tells: false },
    { whom: 'by webhook where nothing is told so', named: 'https://hooks.example.org/x', tells: false },
  ])('cannot be somebody $whom', async ({ named, tells }) => {
    const { set } = await world({ tells });
    const code = tells ? 'notice.host-not-allowed' : 'notice.off';
    expect(await set([named])).toMatchObject({ ok: false, rejection: { code } });
  });

  test('is refused of a definition that was put away or is not there, and to who does not write them', async () => {
    const { call, set } = await world();
    expect(await set([], { role: 'manager' })).toMatchObject({ rejection: { code: 'access.denied' } });
    const nowhere = { definitionId: 'def_none', receivers: [] };
    expect(await call('SetReceivers', nowhere, author)).toMatchObject({ rejection: { code: 'definition.unknown' } });
    await call('ArchiveDefinition', { definitionId });
    expect(await set(['labs@example.org'])).toMatchObject({ rejection: { code: 'definition.closed' } });
  });

  test('is in nothing that candidates read, watch or look back at', async () => {
    const { call, set, plane } = await world();
    const heard: unknown[] = [];
    plane.state.feed.subscribe((items) => heard.push(...items.map(({ data }) => data)));
    await set(['labs@example.org']);
    const uma = { role: 'user', id: 'uma' } as const;
    const history = { kind: 'definition', id: definitionId };
    const read = [
      await call('GetDefinition', { definitionId }, uma),
      await call('ListDefinitions', {}, uma),
      await call('GetHistory', history, uma),
      heard,
    ];
    expect(heard).toHaveLength(1);
    expect(JSON.stringify(read)).not.toContain('labs@');
    expect(await call('GetReceivers', { definitionId }, uma)).toMatchObject({ rejection: { code: 'access.denied' } });
    expect(JSON.stringify(await call('GetHistory', history, author))).toContain('labs@');
  });
});
