import { expect, test } from 'vitest';
import { parseConfig } from './config.ts';

test('the password of CML is all that has to be said', () => {
  expect(parseConfig({ CML_WORKER_API_PASSWORD: 'secret' })).toEqual({
    cmlAccess: { username: 'admin', password: 'secret' },
    pollMs: 5000,
    deliveryLookMs: 60_000,
    consolesOnPrivateIp: false,
    contentSyncMs: 300_000,
    labsRefreshMs: 1_800_000,
    warmLabsMs: 60_000,
  });
});

test('every variable at fault is named at once', () => {
  expect(() => parseConfig({ CONTENT_SYNC_POLL_INTERVAL: 'often' })).toThrow(
    /CML_WORKER_API_PASSWORD[\s\S]*CONTENT_SYNC_POLL_INTERVAL/,
  );
});
