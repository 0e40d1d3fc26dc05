import { setTimeout as after } from 'node:timers/promises';
import { SeededRandom } from '@lcm/core/kernel';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Api, type Session, type Worker } from './api.ts';
import { Candidate } from './candidate.ts';
import { eventually } from './eventually.ts';
import { cloudOf, deliveryOf, labsOn } from './outside.ts';
import type { Product } from './product.ts';
import { startProduct } from './start-product.ts';

const minute = 60_000;
const kills = 20;
const seed = Number(process.env['E2E_SEED'] ?? Date.now() % 1_000_000);
const slug = 'trunk-two-switches';
const parts = { all: 14, half: 7, none: 0 } as const;
type Part = keyof typeof parts;

describe(`killed ${kills} times with seed ${seed}`, { timeout: 10 * minute }, () => {
  let product: Product;
  let api: Api;
  let asUser: Api;

  beforeAll(async () => {
    console.log(`E2E_SEED=${seed} repeats these moments`);
    product = await startProduct();
    api = new Api(product.url, 'admin');
    asUser = new Api(product.url, 'user');
  }, minute);

  afterAll(async () => product.stop(), minute);

  const told = { count: 0, lastAt: 0, end: '' };

  /**
   * Somebody who does the same thing again when the server was away, and looks first whether it was done. Everything has to
   * happen within a minute of the last kill: how long it takes while one leader after the other dies is a matter of luck.
   */
  async function insist<Done>(what: string, act: () => Promise<Done | undefined>): Promise<Done> {
    let last: unknown;
    const tried = async (): Promise<Done | undefined> => act().catch((error: unknown) => void (last = error));
    const patience = { withinMs: minute, everyMs: 200, calmSince: () => told.lastAt };
    return eventually(what, tried, patience).catch((error: unknown) => {
      throw new Error(`${what}, after ${told.count} kills${told.end}: ${String(error)}`, { cause: last });
    });
  }

  /** Kills at random moments and starts again with the same data. */
  async function killer(): Promise<void> {
    const random = new SeededRandom(seed);
    while (told.count < kills) {
      const waitMs = Math.round(100 + random.next() ** 2 * 9000);
      await after(waitMs);
      const victim = await product.strike(random);
      told.count += 1;
      told.lastAt = Date.now();
      console.log(`kill ${told.count}, after ${waitMs} ms: ${victim}`);
    }
  }

  async function aWorker(): Promise<Worker> {
    return insist('there is a worker', async () => {
      const [known] = await api.workers();
      if (known === undefined) await api.post('/workers', { template: 'metal', name: 'killed-often' });
      return known;
    });
  }

  async function booked(name: string): Promise<Session> {
    return insist(`${name} is booked`, async () => {
      const known = (await asUser.sessions()).find((session) => session.name === name);
      return known ?? asUser.book({ slug, name });
    });
  }

  async function reaches(id: string, wanted: string): Promise<Session> {
    let seen: Session | undefined;
    const reached = insist(`${id} is ${wanted}`, async () => {
      seen = await asUser.session(id);
      return seen.status === wanted || seen.status === 'archived' ? seen : undefined;
    });
    return reached.catch((error: unknown) => {
      const { status, reason, progress } = seen ?? {};
      throw new Error(`${String(error)}; it was ${JSON.stringify({ status, reason, progress })}`, { cause: error });
    });
  }

  async function play(name: string, part: Part): Promise<Session> {
    const { id } = await booked(name);
    await reaches(id, 'ready');
    const person = await insist('launched', async () => Candidate.launch(await asUser.launchUrl(id)));
    await insist('started', async () => {
      const { state } = await person.state();
      if (state === 'PENDING') await person.act('start');
      return state === 'RUNNING';
    });
    if (part !== 'none') {
      await insist('typed', async () => {
        const { typing } = await person.state();
        // Typing is done by the delivery system's page, which forgets it when it is killed.
        if (typing.length === 0 || typing.some(({ state }) => state === 'failed')) await person.type(part);
        return typing.length > 0 && typing.every(({ state }) => state === 'done');
      });
    }
    await insist('finished', async () => {
      const { state } = await person.state();
      if (state === 'RUNNING') await person.act('finish');
      return state !== 'RUNNING';
    });
    return reaches(id, 'archived');
  }

  test('every story ends as if nothing had happened', async () => {
    const killing = killer();
    killing.catch((error: unknown) => {
      told.end = `, the last of which nobody came back from (${String(error)})`;
    });
    const { id: workerId } = await aWorker();
    const ended: Session[] = [];
    const order: readonly Part[] = ['half', 'all', 'none'];
    for (let round = 0; round < 3 || told.count < kills; round += 1) {
      const part = order[round % order.length] ?? 'half';
      const session = await play(`${part} ${round}`, part);
      console.log(`story ${round} (${part}) has ended after ${told.count} kills`);
      expect(session).toMatchObject({
        outcome: { result: 'completed' },
        score: { points: parts[part], maxPoints: 14 },
      });
      ended.push(session);
    }
    await killing;
    await nothingIsLeft(workerId, ended);
  });

  async function nothingIsLeft(workerId: string, ended: readonly Session[]): Promise<void> {
    const worker = await api.worker(workerId);
    expect(await api.workers()).toHaveLength(1);
    expect(worker).toMatchObject({ status: 'running', reservations: {}, license: { status: 'registered' } });
    expect(await labsOn(worker.publicIp ?? '', product)).toEqual([]);
    const delivery = await deliveryOf(product);
    expect(delivery.sessions.map(({ authId }) => authId).toSorted()).toEqual(ended.map(({ id }) => id).toSorted());
    expect(new Set(delivery.sessions.map(({ state }) => state))).toEqual(new Set(['ARCHIVED']));
    const cloud = await cloudOf(product);
    expect(cloud.effects.launches).toEqual({ [`${workerId}:1`]: 1 });
    expect(cloud.truth.filter(({ state }) => state !== 'terminated')).toHaveLength(1);
    expect(product.starts).toHaveLength(kills + 1);
  }
});
