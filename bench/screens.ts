import { fork } from 'node:child_process';
import { once } from 'node:events';
import * as z from 'zod';
import type { Figure } from './harness.ts';

const Figures = z.array(z.object({ what: z.string(), measured: z.string(), aim: z.string() }));

/** In a process of its own, which serves the fixtures and drives a browser. */
export async function screenFigures(): Promise<readonly Figure[]> {
  const child = fork(new URL('./testing/screen-process.ts', import.meta.url), process.argv.slice(2));
  const ended = once(child, 'exit').then(([code]) => {
    if (code !== 0) throw new Error(`the process of the screens ended with ${code}`);
    return [[]];
  });
  const [message] = await Promise.race([once(child, 'message'), ended]);
  await ended;
  return Figures.parse(message);
}
