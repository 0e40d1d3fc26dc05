import { once } from 'node:events';
import { createServer } from 'node:http';
import { checkedMail } from '@lcm/control-plane-api/mail-config';
import { FakeClock } from '@lcm/core/kernel';
import { clientCredentials } from '@lcm/lds-simulator/events/client-credentials';
import { expect, onTestFinished, test } from 'vitest';
import * as z from 'zod';
import { parseLauncherConfig } from './config.ts';
import { deliveryAccount, mailOf } from './world.ts';

const apiUrl = 'http://127.0.0.1:8000';
const services = {
  'resource-scheduler': 'one',
  'worker-controller': 'two',
  'lablet-controller': 'three',
  delivery: 'four',
};

/** A token endpoint that knows one client. Answers with where it is. */
async function tokenEndpoint(clientId: string, secret: string): Promise<string> {
  const known = `Basic ${Buffer.from(`${clientId}:${secret}`).toString('base64')}`;
  const server = createServer((request, response) => {
    response.writeHead(request.headers.authorization === known ? 200 : 401);
    response.end(JSON.stringify({ access_token: 'a token' }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = z.object({ port: z.number() }).parse(server.address());
  return `http://127.0.0.1:${port}/token`;
}

test('the simulated delivery system gets its tokens from the embedded provider, whatever else is set', () => {
  const config = parseLauncherConfig({ OIDC_TOKEN_URL: 'http://idp.test/token', OIDC_CLIENT_SECRET: 'theirs' });
  expect(deliveryAccount(config, { embedded: { serviceSecrets: services }, apiUrl })).toEqual({
    tokenUrl: `${apiUrl}/idp/token`,
    clientId: 'delivery',
    clientSecret: 'four',
  });
});

test('and from a provider outside with the account that it was given there', async () => {
  const tokenUrl = await tokenEndpoint('delivery', 'theirs');
  const config = parseLauncherConfig({ OIDC_TOKEN_URL: tokenUrl, OIDC_CLIENT_SECRET: 'theirs' });
  const account = deliveryAccount(config, { embedded: undefined, apiUrl });
  const token = clientCredentials({ ...account, clock: new FakeClock() });
  expect(await token({ fresh: false })).toBe('a token');
});

test.for([
  [{ OIDC_TOKEN_URL: 'http://idp.test/token' }],
  [{ OIDC_CLIENT_SECRET: 'theirs' }],
  [{}],
] as const)('without one there the product does not start: %j', ([given]) => {
  const config = parseLauncherConfig(given);
  expect(() => deliveryAccount(config, { embedded: undefined, apiUrl })).toThrow(
    'OIDC_TOKEN_URL and OIDC_CLIENT_SECRET must say',
  );
});

test('mails go into the simulated mailbox, and everybody is told so, unless a mail server is named', () => {
  const world = { smtpPort: 1025, mailUrl: 'http://127.0.0.1:8025', host: '127.0.0.1' };
  const { mail, mailUrl, simulated } = mailOf(parseLauncherConfig({}), world);
  expect(checkedMail(mail)).toMatchObject({ host: '127.0.0.1', port: 1025, security: 'none' });
  expect(mailUrl).toBe(world.mailUrl);
  expect(simulated.at(-1)).toMatchObject({ part: 'Mail', note: expect.stringContaining(world.mailUrl) });
  const real = mailOf(parseLauncherConfig({ SMTP_HOST: 'smtp.example.org', MAIL_FROM: 'a@example.org' }), world);
  expect(real).toMatchObject({ mail: { SMTP_HOST: 'smtp.example.org' } });
  expect(real.simulated.map(({ part }) => part)).not.toContain('Mail');
});
