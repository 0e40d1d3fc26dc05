import { afterEach, type TestAPI } from 'vitest';
import type { Cloud } from './contract-cloud.ts';

/** What a cloud that is not ours is known to do otherwise: the promise by its name, and why it is not kept. */
export type Deviations = Readonly<Record<string, string>>;

/** As `test` of vitest. */
export type Promised = (name: string, body: () => Promise<void>) => void;

/** A new cloud for each test. */
export type Open = () => Promise<Cloud>;

/**
 * A `test` of which those that a cloud is known to fail must fail: when the cloud begins to keep a promise, or a
 * promise changes its name, the list of its deviations has to say so.
 */
export function promising(
  define: TestAPI,
  deviations: Deviations,
): { readonly promise: Promised; readonly unpromised: () => readonly string[] } {
  const names = new Set<string>();
  const promise: Promised = (name, body) => {
    names.add(name);
    const reason = deviations[name];
    if (reason === undefined) define(name, body);
    else define.fails(`not kept: ${name} (${reason})`, body);
  };
  return { promise, unpromised: () => Object.keys(deviations).filter((name) => !names.has(name)) };
}

/** A new world for each test, closed after it. Called within a `describe`. */
export function opening<Harness extends { readonly close: () => Promise<void> }, World>(
  open: () => Promise<Harness>,
  worldOf: (harness: Harness) => World,
): () => Promise<World> {
  const opened: Harness[] = [];
  afterEach(async () => {
    await Promise.all(opened.splice(0).map(async ({ close }) => close()));
  });
  return async () => {
    const harness = await open();
    opened.push(harness);
    return worldOf(harness);
  };
}
