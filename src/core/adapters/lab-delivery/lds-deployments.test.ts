import { expect, test } from 'vitest';
import { LdsDeployments } from '../../contracts/lds-deployments.ts';
import { ldsDeliveries } from './lds-deployments.ts';

const europe = {
  name: 'europe',
  region: 'eu-west-1',
  baseUrl: 'https://lds.europe.example',
  passwordVariable: 'LDS_PASSWORD_EUROPE',
};
const place = { baseUrl: 'https://lds.example', username: 'lcm', password: 'p' };

function read(...all: object[]): ReturnType<typeof LdsDeployments.parse> {
  return LdsDeployments.parse(JSON.stringify(all));
}

test('a region has its own delivery system, and all others have the default one', () => {
  const deliveries = ldsDeliveries(place, read(europe), { LDS_PASSWORD_EUROPE: 'e' });
  expect(deliveries.nameFor('eu-west-1')).toBe('europe');
  expect(deliveries.nameFor('us-east-1')).toBe('default');
  expect(deliveries.at('europe')).not.toBe(deliveries.at('default'));
  expect(deliveries.at(undefined)).toBe(deliveries.at('default'));
});

test('an empty list is one of none', () => {
  expect(LdsDeployments.parse('')).toEqual([]);
  expect(LdsDeployments.parse(undefined)).toBeUndefined();
});

test('one that is not listed any more does not answer, and says why', () => {
  const words = 'the delivery system europe is not among LDS_DEPLOYMENTS';
  expect(() => ldsDeliveries(place).at('europe')).toThrow(
    expect.objectContaining({ code: 'unreachable', message: words }),
  );
});

test('a variable without a password is named at the start, and no password stands in the list', () => {
  expect(() => ldsDeliveries(place, read(europe), {})).toThrow(
    'LDS_DEPLOYMENTS names variables that are not set: LDS_PASSWORD_EUROPE',
  );
  expect(() => read({ ...europe, password: 'p' })).toThrow('password');
});

test.each([
  ['[', 'is not JSON'],
  [JSON.stringify([{ ...europe, name: 'default' }]), 'is the name of the one of LDS_BASE_URL'],
  [JSON.stringify([europe, { ...europe, region: 'eu-west-2' }]), 'two deployments have one name'],
  [JSON.stringify([europe, { ...europe, name: 'other' }]), 'two deployments have one region'],
  [JSON.stringify([{ ...europe, passwordVariable: 'secret' }]), 'is no name of a variable'],
])('%s is refused: %s', (text, words) => {
  expect(() => LdsDeployments.parse(text)).toThrow(words);
});
