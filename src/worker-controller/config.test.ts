import { expect, test } from 'vitest';
import { endpointRule, parseConfig } from './config.ts';

test('the password is all that has to be said', () => {
  const { settings, cmlAccess, tags } = parseConfig({ CML_WORKER_API_PASSWORD: 'secret' });
  expect(cmlAccess.username).toBe('admin');
  expect(settings.idlePollMs).toBe(30_000);
  expect(tags).toEqual({});
});

test('every variable at fault is named at once', () => {
  const wrong = { CML_WORKER_API_PORT: 'https', CML_WORKER_DEFAULT_TAGS: 'Environment=dev' };
  expect(() => parseConfig(wrong)).toThrow(
    /CML_WORKER_API_PASSWORD[\s\S]*CML_WORKER_API_PORT[\s\S]*CML_WORKER_DEFAULT/,
  );
});

test('CML answers over TLS on the address that the rule picks', () => {
  const host = { publicIp: '192.0.2.1', privateIp: '10.0.0.1' };
  expect(endpointRule({ port: 443, usePrivateIp: false })(host)).toBe('https://192.0.2.1');
  expect(endpointRule({ port: 8443, usePrivateIp: true })(host)).toBe('https://10.0.0.1:8443');
  expect(endpointRule({ port: 443, usePrivateIp: false })({})).toBeUndefined();
});
