import { expect, test } from 'vitest';
import { Life } from './life.ts';

interface Source {
  readonly tell: () => AsyncIterableIterator<number>;
  readonly ask: () => Promise<number>;
}

function aSource(): Source {
  return {
    async *tell() {
      for (let number = 1; number <= 3; number += 1) yield number;
    },
    ask: async () => 7,
  };
}

async function turns(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

function listen(source: Source): { readonly heard: number[] } {
  const heard: number[] = [];
  void (async () => {
    for await (const number of source.tell()) heard.push(number);
  })();
  return { heard };
}

test('what tells by and by is heard by and by, and what is asked answers once', async () => {
  const source = new Life().guard(aSource(), ['tell']);
  const { heard } = listen(source);
  await turns();
  expect(heard).toEqual([1, 2, 3]);
  expect(await source.ask()).toBe(7);
});

test('who is stopped hears it when it goes on, and who has died hears nothing more', async () => {
  const [stopped, dead] = [new Life(), new Life()];
  const [late, never] = [listen(stopped.guard(aSource(), ['tell'])), listen(dead.guard(aSource(), ['tell']))];
  stopped.pause();
  dead.die();
  await turns();
  expect([late.heard, never.heard]).toEqual([[], []]);
  stopped.resume();
  await turns();
  expect([late.heard, never.heard]).toEqual([[1, 2, 3], []]);
});
