import { FakeClock, SeededRandom } from '@lcm/core/kernel';
import { expect, test } from 'vitest';
import { authorizationStatus, deregister, holdsLicense, nodeQuota, register } from './license.ts';
import { LicenseServer } from './license-server.ts';
import { CmlModel } from './model.ts';

function hosts(seats: number, count: number) {
  const clock = new FakeClock(1_700_000_000_000);
  const licenseServer = new LicenseServer(seats);
  const random = new SeededRandom(1);
  const models = Array.from({ length: count }, () => new CmlModel({ clock, random, licenseServer }).skipBoot());
  for (const model of models) register(model, 'GOODTOKEN', false);
  clock.step(3_600_000);
  return { clock, licenseServer, models };
}

test('beyond its seats an account is out of compliance, and whoever came last runs no more than without', () => {
  const { models } = hosts(2, 3);
  expect(models.map(authorizationStatus)).toEqual(['IN_COMPLIANCE', 'IN_COMPLIANCE', 'OUT_OF_COMPLIANCE']);
  expect(models.map(nodeQuota)).toEqual([20, 20, 5]);
  expect(models.every(holdsLicense)).toBe(true);
});

test('a seat that is given back goes to whoever waits for one', () => {
  const { licenseServer, models } = hosts(1, 2);
  const [first, second] = models;
  if (!first || !second) throw new Error('two hosts');
  deregister(first);
  expect(authorizationStatus(second)).toBe('IN_COMPLIANCE');
  expect(licenseServer.hosts).toEqual([second.state.productUuid]);
});

test('registering anew takes no second seat, and a host that is loaded again has its own', () => {
  const { clock, licenseServer, models } = hosts(2, 2);
  const [first] = models;
  if (!first) throw new Error('a host');
  register(first, 'GOODTOKEN', true);
  expect(licenseServer.hosts).toHaveLength(2);
  clock.step(3_600_000);
  const saved = JSON.parse(JSON.stringify(first.state));
  const again = new CmlModel({ clock, random: new SeededRandom(2), saved });
  expect(authorizationStatus(again)).toBe('IN_COMPLIANCE');
});
