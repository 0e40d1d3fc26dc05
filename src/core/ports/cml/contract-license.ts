import { expect, test } from 'vitest';
import type { CmlLabId, CmlServer } from './index.ts';

const HOUR_MS = 3_600_000;

interface Started {
  readonly server: CmlServer;
  readonly settle: (ms: number) => Promise<void>;
}

type Start = () => Promise<Started>;
type StartLab = () => Promise<Started & { readonly id: CmlLabId }>;

/** What every server promises about its licence; a part of `contract.ts`. */
export function licenseContract(start: Start, startedLab: StartLab): void {
  registering(start);
  telling(start);
  endings(start, startedLab);
}

function registering(start: Start): void {
  test('registration is accepted first and happens later', async () => {
    const { server, settle } = await start();
    await server.registerLicense('GOOD-TOKEN');
    expect((await server.licensing()).registration).toBe('IN_PROGRESS');
    await settle(HOUR_MS);
    expect(await server.licensing()).toMatchObject({ registration: 'COMPLETED', authorization: 'IN_COMPLIANCE' });
    expect((await server.licensing()).nodeLimit).toBeGreaterThanOrEqual(20);
    expect((await server.health()).isLicensed).toBe(true);
  });

  test('registering again changes nothing, while it happens and after', async () => {
    const { server, settle } = await start();
    await server.registerLicense('GOOD-TOKEN');
    await server.registerLicense('GOOD-TOKEN');
    await settle(HOUR_MS);
    await server.registerLicense('GOOD-TOKEN');
    expect((await server.licensing()).registration).toBe('COMPLETED');
  });

  test('registering anew begins anew, and only when it is meant', async () => {
    const { server, settle } = await start();
    await server.registerLicense('GOOD-TOKEN');
    await settle(HOUR_MS);
    await server.registerLicense('OTHER-TOKEN', { reregister: true });
    expect((await server.licensing()).registration).toBe('IN_PROGRESS');
    await settle(HOUR_MS);
    expect(await server.licensing()).toMatchObject({ registration: 'COMPLETED', authorization: 'IN_COMPLIANCE' });
  });

  test('renewing the authorization moves its end', async () => {
    const { server, settle } = await start();
    await server.registerLicense('GOOD-TOKEN');
    await settle(HOUR_MS);
    const before = (await server.licensing()).authorizationExpiresAt ?? 0;
    await settle(HOUR_MS);
    await server.renewLicense();
    expect((await server.licensing()).authorizationExpiresAt).toBeGreaterThan(before);
  });
}

function telling(start: Start): void {
  test('a registered server tells where, since and until when, and what for', async () => {
    const { server, settle } = await start();
    const before = await server.licensing();
    expect([before.smartAccount, before.registeredAt, before.registrationExpiresAt]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    await server.registerLicense('GOOD-TOKEN');
    await settle(HOUR_MS);
    const { smartAccount, virtualAccount, instanceName, nodesInUse, ...licensing } = await server.licensing();
    for (const word of [smartAccount, virtualAccount, instanceName]) expect(word).toMatch(/./);
    expect(nodesInUse).toBe(0);
    const { registeredAt = 0, renewsAt = 0, registrationExpiresAt = 0, authorizationExpiresAt = 0 } = licensing;
    expect([registeredAt, renewsAt, registrationExpiresAt].toSorted((a, b) => a - b)).toEqual([
      registeredAt,
      renewsAt,
      registrationExpiresAt,
    ]);
    expect(authorizationExpiresAt).toBeGreaterThan(registeredAt);
    const [base] = licensing.features ?? [];
    expect(base).toMatchObject({ status: 'IN_COMPLIANCE', inUse: 1, minimum: 0, max: 1 });
  });

  test('a server without a licence tells when its evaluation ends', async () => {
    const { server } = await start();
    const { authorization, authorizationExpiresAt } = await server.licensing();
    expect(authorization).toBe('EVAL');
    expect(authorizationExpiresAt).toBeGreaterThan(0);
  });
}

function endings(start: Start, startedLab: StartLab): void {
  test('a token that the licence server refuses fails with its words, without the token', async () => {
    const { server, settle } = await start();
    await server.registerLicense('BADtoken123');
    await settle(HOUR_MS);
    const { registration, failure } = await server.licensing();
    expect(registration).toBe('FAILED');
    expect(failure).toContain('not valid');
    expect(failure).not.toContain('BADtoken123');
  });

  test('a licence is given back once, and giving it back again is fine', async () => {
    const { server, settle } = await start();
    await server.registerLicense('GOOD-TOKEN');
    await settle(HOUR_MS);
    expect(await server.deregisterLicense()).toEqual({ returned: true });
    expect((await server.licensing()).registration).toBe('NOT_REGISTERED');
    expect(await server.deregisterLicense()).toEqual({ returned: true });
  });

  test('a licence is not given back while nodes run', async () => {
    const { server, id, settle } = await startedLab();
    await server.registerLicense('GOOD-TOKEN');
    await settle(HOUR_MS);
    await expect(server.deregisterLicense()).rejects.toMatchObject({ code: 'refused' });
    await server.stopLab(id);
    await settle(HOUR_MS);
    await server.deregisterLicense();
    expect((await server.licensing()).registration).toBe('NOT_REGISTERED');
  });
}
