import { expect, test } from 'vitest';
import { workerPorts } from '../testing/fixture-ports.ts';
import { admin, aWorker, noon, user } from '../testing/fixtures.ts';
import { portsInOrder, portsSummary, whyNotSettle } from './worker-ports.ts';

const { items } = workerPorts(noon);

test('ports that are other than promised come first, and are counted', () => {
  expect(portsInOrder(items).map(({ port, drift }) => `${port} ${drift ?? 'as promised'}`)).toEqual([
    '2004 clash',
    '2006 unpromised',
    '2001 as promised',
    '2002 as promised',
  ]);
  expect(portsSummary(items)).toBe('3 ports promised to sessions, 3 held by labs: 2 other than promised.');
  expect(portsSummary(items.slice(0, 1))).toBe(
    '1 port promised to sessions, 1 held by labs: none is other than promised.',
  );
  expect(portsSummary([])).toMatch(/^No session/);
});

test('ports are settled by operators, on a host that is up', () => {
  const down = aWorker({ status: 'stopped', service: 'unavailable' });
  expect(whyNotSettle(user, undefined, aWorker())).toBe('Needs the role manager or admin');
  expect(whyNotSettle(admin, undefined, down)).toMatch(/stopped/);
  expect(whyNotSettle(admin, undefined, aWorker())).toBeUndefined();
});
