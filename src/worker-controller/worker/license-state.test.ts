import { holdsLicense } from '@lcm/core/domain/worker';
import type { CmlLicensing } from '@lcm/core/ports/cml';
import { describe, expect, test } from 'vitest';
import { licenseOf } from './license-state.ts';

const registered: CmlLicensing = {
  registration: 'COMPLETED',
  authorization: 'IN_COMPLIANCE',
  product: 'CML_Enterprise',
  nodeLimit: 20,
};

describe('a licence as CML tells of it', () => {
  test('counts once the licence server has said what it is for', () => {
    expect(licenseOf(registered)).toEqual({
      status: 'registered',
      authorization: 'IN_COMPLIANCE',
      product: 'CML_Enterprise',
      nodeLimit: 20,
    });
  });

  test.each(['EVAL', 'INIT'])('is still being registered while its authorization is %s', (authorization) => {
    const license = licenseOf({ ...registered, authorization, nodeLimit: 5 });
    expect(license).toMatchObject({ operation: 'registering' });
    expect(license.status).not.toBe('registered');
    expect(holdsLicense(license)).toBe(true);
  });

  test.each([
    ['OUT_OF_COMPLIANCE', 'invalid'],
    ['AUTHORIZATION_EXPIRED', 'expired'],
  ])('is of no use when its authorization is %s', (authorization, status) => {
    expect(licenseOf({ ...registered, authorization }).status).toBe(status);
  });
});
