import { FakeClock, SeededRandom } from '@lcm/core/kernel';
import { describe, expect, test } from 'vitest';
import { dispatch, routes } from './http/dispatch.ts';
import type { Answer } from './http/route.ts';
import { importLab } from './model/import-export.ts';
import { getLab } from './model/labs.ts';
import { CmlModel } from './model/model.ts';
import { authenticate, createGroup, createUser, removeUser } from './model/users.ts';

const password = 'a-Long-pass-1';
const file = `
nodes: [{id: n0, label: R1, x: 0, y: 0, node_definition: iol-xe, interfaces: []}]
links: []
lab: {title: shared, notes: as it was, version: 0.3.0}
`;

/** A server on which `admin` has a lab and `candidate` none. */
function aServer() {
  const clock = new FakeClock(1_700_000_000_000);
  const model = new CmlModel({ clock, random: new SeededRandom(3) }).skipBoot();
  const [admin] = model.state.users;
  const lab = getLab(model, importLab(model, file, { owner: admin?.id ?? '' }).id);
  const candidate = createUser(model, { username: 'candidate', password });
  const ask = (who: string, request: string, body?: unknown): Answer | undefined => {
    const [method, path = ''] = request.split(' ');
    const route = routes.find((one) => one.method === method && one.path === path);
    const user = model.state.users.find(({ username }) => username === who);
    if (!route || !user) throw new Error(`There is no ${request}, or no ${who}`);
    const { token } = authenticate(model, user);
    const text = body === undefined ? '' : JSON.stringify(body);
    const params = path.includes(':lab') ? { lab: lab.id } : {};
    const incoming = { authorization: `Bearer ${token}`, params, query: { show_all: 'true' }, body: text };
    return dispatch(model, route, incoming).answer;
  };
  const share = (users: { id: string; permissions: string[] }[], groups: typeof users = []): Answer | undefined =>
    ask('admin', 'PATCH /labs/:lab/associations', { users, groups });
  return { model, lab, candidate, ask, share };
}

describe('a lab of somebody else', () => {
  test('is not there for whom it is not shared with', () => {
    const { lab, ask } = aServer();
    expect(ask('candidate', 'GET /labs')).toMatchObject({ json: [] });
    expect(ask('candidate', 'GET /populate_lab_tiles')).toMatchObject({ json: { lab_tiles: {} } });
    const notThere = { status: 404, json: { description: `Lab not found: ${lab.id}` } };
    expect(ask('candidate', 'GET /labs/:lab')).toMatchObject(notThere);
    expect(ask('candidate', 'PUT /labs/:lab/start')).toMatchObject(notThere);
  });

  test.each([
    ['lab_view', { start: 403, edit: 403, remove: 403 }],
    ['lab_exec', { start: 204, edit: 403, remove: 403 }],
    ['lab_edit', { start: 403, edit: 200, remove: 403 }],
    ['lab_admin', { start: 403, edit: 403, remove: 204 }],
  ])('allows with %s only that, and to look at it', (permission, expected) => {
    const { candidate, ask, share } = aServer();
    share([{ id: candidate.id, permissions: [permission] }]);
    const statusOf = (request: string, body?: unknown): number | undefined => ask('candidate', request, body)?.status;
    expect(statusOf('GET /labs/:lab')).toBe(200);
    expect(statusOf('PATCH /labs/:lab', { notes: 'changed' })).toBe(expected.edit);
    expect(statusOf('DELETE /labs/:lab')).toBe(expected.remove);
    if (permission === 'lab_admin') return;
    expect(statusOf('PUT /labs/:lab/start')).toBe(expected.start);
  });

  test('is seen through a group, with what the group was given', () => {
    const { model, lab, candidate, ask, share } = aServer();
    const group = createGroup(model, { name: 'class', members: [candidate.id] });
    share([{ id: candidate.id, permissions: ['lab_exec'] }], [{ id: group.id, permissions: ['lab_view'] }]);
    expect(ask('candidate', 'GET /labs')).toMatchObject({ json: [lab.id] });
    const effective = { effective_permissions: ['lab_exec', 'lab_view'] };
    expect(ask('candidate', 'GET /labs/:lab')).toMatchObject({ json: effective });
  });

  test('is shared anew, and no more when nothing is left or the user is gone', () => {
    const { model, lab, candidate, ask, share } = aServer();
    share([{ id: candidate.id, permissions: ['lab_view', 'lab_exec'] }]);
    share([{ id: candidate.id, permissions: ['lab_view'] }]);
    expect(lab.users).toEqual([{ id: candidate.id, permissions: ['lab_view'] }]);
    share([{ id: candidate.id, permissions: [] }]);
    expect(ask('candidate', 'GET /labs')).toMatchObject({ json: [] });
    share([{ id: candidate.id, permissions: ['lab_view'] }]);
    removeUser(model, candidate);
    expect(ask('admin', 'GET /labs/:lab/associations')).toMatchObject({ json: { users: [], groups: [] } });
  });

  test('is shared with known users only, and by those who administer it', () => {
    const { candidate, ask, share } = aServer();
    expect(share([{ id: 'nobody', permissions: ['lab_view'] }])?.status).toBe(400);
    expect(share([{ id: candidate.id, permissions: ['lab_own'] }])?.status).toBe(400);
    share([{ id: candidate.id, permissions: ['lab_view', 'lab_edit'] }]);
    expect(ask('candidate', 'PATCH /labs/:lab/associations', { users: [] })?.status).toBe(403);
  });
});

test('a lab that was saved before labs were shared is read as shared with nobody', () => {
  const { model, lab } = aServer();
  const { users: _, ...old } = lab;
  const saved = { ...model.state, labs: [old] };
  const again = new CmlModel({ clock: new FakeClock(1_700_000_000_000), random: new SeededRandom(3), saved });
  expect(again.state.labs[0]?.users).toEqual([]);
});

test('what an import warned of is read in the notes of the lab', () => {
  const { model } = aServer();
  const unknown = file.replace('iol-xe', 'no-such-device');
  const { id, warnings } = importLab(model, unknown, { owner: model.state.users[0]?.id ?? '' });
  expect(warnings).toEqual(['Node definition not found: no-such-device']);
  expect(getLab(model, id).properties['notes']).toBe('as it was\nNode definition not found: no-such-device');
});
