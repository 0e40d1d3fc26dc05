import { expect, test } from 'vitest';
import { contactOf } from './claims.ts';

const mail = 'uma@example.org';

test.each([
  ['is where mail goes', { email: mail }, { mail }],
  ['with the provider’s word for it is as well', { email: mail, email_verified: true }, { mail }],
  ['that may be anybody’s is none', { email: mail, email_verified: false }, { mail: undefined }],
  ['that is a list is none', { email: 'uma@example.org, eve@example.org' }, { mail: undefined }],
  ['that is no address is none', { email: 'uma' }, { mail: undefined }],
  ['may be left out, and so may the time zone', {}, { mail: undefined, zone: undefined }],
  ['comes with a time zone', { email: mail, zoneinfo: 'Europe/Berlin' }, { mail, zone: 'Europe/Berlin' }],
])('an address %s', (_what, claims, contact) => {
  expect(contactOf({ sub: 'uma', ...claims })).toMatchObject(contact);
});
