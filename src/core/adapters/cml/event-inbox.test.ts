import { expect, test } from 'vitest';
import { CmlError } from '../../ports/cml/index.ts';
import { EventInbox } from './event-inbox.ts';

test('what came is read in its order, and whoever is early waits for it', async () => {
  const inbox = new EventInbox(10);
  inbox.take('one');
  inbox.take('two');
  expect([await inbox.next(), await inbox.next()]).toEqual(['one', 'two']);
  const early = inbox.next();
  inbox.take('three');
  expect(await early).toBe('three');
});

test('what came before the end is still read', async () => {
  const inbox = new EventInbox(10);
  inbox.take('one');
  inbox.end();
  inbox.take('late');
  expect([await inbox.next(), await inbox.next(), await inbox.next()]).toEqual(['one', undefined, undefined]);
});

test('the first reason for the end is the one that is told', async () => {
  const inbox = new EventInbox(10);
  const waiting = inbox.next();
  inbox.end(new CmlError('unreachable', 'cut'));
  inbox.end(new CmlError('denied', 'later'));
  await expect(waiting).rejects.toMatchObject({ code: 'unreachable', message: 'cut' });
});

test('who reads slower than it comes reads what was kept, and then that it was too slow', async () => {
  const inbox = new EventInbox(2);
  for (const text of ['one', 'two', 'three', 'four']) inbox.take(text);
  expect([await inbox.next(), await inbox.next()]).toEqual(['one', 'two']);
  await expect(inbox.next()).rejects.toMatchObject({ code: 'unreachable' });
});
