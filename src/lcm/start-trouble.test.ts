import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { startTrouble } from './start-trouble.ts';

test('a port that is taken is named, with the settings that choose another', async () => {
  const first = createServer();
  await new Promise<void>((listening) => void first.listen(0, '127.0.0.1', listening));
  const address = first.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const error = await new Promise<unknown>((failed) => createServer().once('error', failed).listen(port, '127.0.0.1'));
  first.close();
  expect(startTrouble(error)).toMatch(new RegExp(`^Port ${port} is taken.*APP_PORT`));
});

test('a data folder in use is said to be so, and what nobody has foreseen is left as it is', () => {
  expect(startTrouble(new Error('database is locked'))).toContain('LCM_DATA');
  expect(startTrouble(new Error('a bug'))).toBeUndefined();
});
