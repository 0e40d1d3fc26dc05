import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { ControllerSettings, coordinationOptions } from './controller-settings.ts';
import { readSettings, SettingsError, withSecretFiles } from './settings.ts';

function readWrong(): unknown {
  return readSettings(ControllerSettings, { CONTROL_PLANE_URL: 'here', HEALTH_PORT: '70000' });
}

test('all that is wrong is said at once, and what is missing is called missing', () => {
  expect(readWrong).toThrow(SettingsError);
  expect(readWrong).toThrow(/is missing\s+→ at COORDINATION_URL/);
  for (const name of ['CONTROL_PLANE_URL', 'HEALTH_PORT', 'OIDC_CLIENT_SECRET']) expect(readWrong).toThrow(name);
});

test('several members of etcd have commas between them', () => {
  const settings = readSettings(ControllerSettings, {
    CONTROL_PLANE_URL: 'http://control-plane:8000/',
    COORDINATION_URL: 'https://etcd-1:2379, https://etcd-2:2379/',
    OIDC_CLIENT_SECRET: 'a secret',
  });
  expect(settings.COORDINATION_URL).toEqual(['https://etcd-1:2379', 'https://etcd-2:2379']);
  expect(settings.CONTROL_PLANE_URL).toBe('http://control-plane:8000');
});

test('who etcd is to know us as is said in full or not at all', () => {
  const settings = { COORDINATION_URL: ['http://etcd:2379'], COORDINATION_USER: 'lcm' };
  expect(coordinationOptions({ ...settings, COORDINATION_PASSWORD: 'x' })).toMatchObject({
    credentials: { user: 'lcm', password: 'x' },
  });
  expect(() => coordinationOptions(settings)).toThrow('COORDINATION_USER and COORDINATION_PASSWORD');
});

test('a secret may be in a file, in one place only', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lcm-secret-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'secret');
  writeFileSync(path, 'of the file\n');
  const fromFile = withSecretFiles({ LDS_PASSWORD_FILE: path, LDS_PASSWORD: '' });
  expect(fromFile['LDS_PASSWORD']).toBe('of the file');
  expect(() => withSecretFiles({ LDS_PASSWORD_FILE: path, LDS_PASSWORD: 'another' })).toThrow('both set');
  expect(() => withSecretFiles({ LDS_PASSWORD_FILE: `${path}.gone` })).toThrow('cannot be read');
});

test('what the AWS SDK reads by itself is left to it', () => {
  const environment = { AWS_WEB_IDENTITY_TOKEN_FILE: '/nowhere' };
  expect(withSecretFiles(environment)).toEqual(environment);
});
