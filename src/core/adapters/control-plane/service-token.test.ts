import { expect, test } from 'vitest';
import { FakeClock } from '../../kernel/index.ts';
import { ControlPlaneError } from '../../ports/control-plane/index.ts';
import { type ServiceToken, serviceToken } from './service-token.ts';

const account = { tokenUrl: 'http://provider.test/token', clientId: 'worker-controller', clientSecret: 'a secret' };

/** A provider that numbers its tokens, and what it was sent. */
function provider(answer: (asked: number) => Response = (asked) => tokenNumber(asked)) {
  const clock = new FakeClock();
  const forms: string[] = [];
  const send: typeof fetch = async (_url, init) => {
    forms.push(init?.body instanceof URLSearchParams ? init.body.toString() : '');
    return answer(forms.length);
  };
  const token: ServiceToken = serviceToken(account, { clock, fetch: send });
  return { clock, forms, token };
}

function tokenNumber(asked: number): Response {
  return Response.json({ access_token: `token-${asked}`, expires_in: 900 });
}

test('a token is asked for once, whoever needs it, and kept', async () => {
  const { token, forms } = provider();
  expect(await Promise.all([token(), token(), token()])).toEqual(['token-1', 'token-1', 'token-1']);
  expect(forms).toEqual(['grant_type=client_credentials&client_id=worker-controller&client_secret=a+secret']);
});

test('it is renewed before its end, once for all', async () => {
  const { token, clock } = provider();
  await token();
  clock.step(800_000);
  expect(await token()).toBe('token-1');
  clock.step(10_000);
  expect(await Promise.all([token(), token()])).toEqual(['token-2', 'token-2']);
});

test('a token that was refused is replaced at once', async () => {
  const { token } = provider();
  await token();
  expect(await token({ fresh: true })).toBe('token-2');
  expect(await token()).toBe('token-2');
});

test('a refusal says who was refused and why, never the secret, and is not kept', async () => {
  const { token } = provider((asked) =>
    asked === 1 ? Response.json({ error: 'invalid_client' }, { status: 401 }) : tokenNumber(asked),
  );
  const refused = token();
  await expect(refused).rejects.toThrow(ControlPlaneError);
  await expect(refused).rejects.toThrow('http://provider.test/token refused worker-controller: 401 invalid_client');
  expect(await token()).toBe('token-2');
});

test('what answers but gives no token is no provider', async () => {
  const { token } = provider(() => Response.json({ hello: 'world' }));
  await expect(token()).rejects.toThrow('no token for worker-controller from http://provider.test/token');
});
