import { afterEach, describe, expect, test } from 'vitest';
import { type OpenServer, refused, type Start, twoRouters } from './contract-kit.ts';
import type { CmlEvent } from './index.ts';

const MINUTE_MS = 60_000;

/** Reads up to the first event of a kind, that one included. */
async function upTo(events: AsyncIterator<CmlEvent>, isLast: (event: CmlEvent) => boolean): Promise<CmlEvent[]> {
  const read: CmlEvent[] = [];
  for (;;) {
    const { done, value } = await events.next();
    if (done) throw new Error(`the events ended after ${read.map(({ type }) => type).join()}`);
    read.push(value);
    if (isLast(value)) return read;
  }
}

const isKeepAlive = ({ type }: CmlEvent): boolean => type === 'keep-alive';

/** Without figures, which come when they come. */
function tale(events: readonly CmlEvent[]): readonly string[] {
  return events.flatMap((event) => {
    if (event.type === 'keep-alive' || event.type === 'lab-statistics') return [];
    return 'state' in event ? [`${event.type} ${event.state}`] : [event.type];
  });
}

/** What a server tells by itself. */
export function eventsContract(start: Start): void {
  describe('events', () => {
    const listening: AbortController[] = [];

    afterEach(() => {
      for (const one of listening.splice(0)) one.abort();
    });

    /** Events of a server that has told its first. */
    async function listen(): Promise<
      OpenServer & { events: AsyncIterableIterator<CmlEvent>; first: CmlEvent; stop: AbortController }
    > {
      const harness = await start();
      const stop = new AbortController();
      listening.push(stop);
      const events = harness.server.events(stop.signal);
      const [first] = await upTo(events, () => true);
      if (!first) throw new Error('no event came');
      return { ...harness, events, first, stop };
    }

    /** Two minutes, in which whatever was begun is done; never so long at a stretch that the line seems dead. */
    async function aWhile({ events, settle }: Awaited<ReturnType<typeof listen>>): Promise<readonly CmlEvent[]> {
      const read: CmlEvent[] = [];
      for (let round = 0; round < 6; round += 1) {
        await settle(MINUTE_MS / 3);
        read.push(...(await upTo(events, isKeepAlive)));
      }
      return read;
    }

    test('statistics come at first and every few seconds, whatever happens', async () => {
      const { server, events, first, settle } = await listen();
      expect(first).toEqual({ type: 'keep-alive', stats: await server.stats() });
      await settle(MINUTE_MS / 2);
      expect(tale(await upTo(events, isKeepAlive))).toEqual([]);
    });

    test('a lab is made, starts, boots, stops, is wiped and deleted, and each of it is told', async () => {
      const line = await listen();
      const { server } = line;
      const id = await server.importLab(twoRouters, 'mine');
      expect(tale(await aWhile(line))).toEqual(['lab-created', 'activity']);
      await server.startLab(id);
      const started = await aWhile(line);
      const ups = ['lab-state STARTED', 'node-state QUEUED', 'node-state STARTED', 'node-state BOOTED'];
      expect(tale(started)).toEqual(expect.arrayContaining(ups));
      expect(started.filter((event) => 'lab' in event && event.lab !== id)).toEqual([]);
      const booted = started.filter((event) => event.type === 'node-state' && event.state === 'BOOTED');
      const nodes = (await server.nodes(id)).map((node) => node.id);
      expect(booted.map((event) => ('node' in event ? event.node : '')).toSorted()).toEqual(nodes.toSorted());
      expect(started.filter(({ type }) => type === 'lab-statistics').length).toBeGreaterThan(0);
      await server.stopLab(id);
      const stopped = tale(await aWhile(line)).filter((what) => what !== 'activity');
      expect(stopped).toEqual(['node-state STOPPED', 'node-state STOPPED', 'lab-state STOPPED']);
      await server.wipeLab(id);
      expect(tale(await aWhile(line))).toContain('lab-state DEFINED_ON_CORE');
      await server.deleteLab(id);
      expect(tale(await aWhile(line))).toEqual(['lab-deleted', 'activity']);
    });

    test('one node that starts alone starts its lab, and stops it as the last', async () => {
      const line = await listen();
      const id = await line.server.importLab(twoRouters, 'mine');
      const [router] = await line.server.nodes(id);
      if (!router) throw new Error('the lab has two nodes');
      await aWhile(line);
      await line.server.startNode(id, router.id);
      expect(tale(await aWhile(line))).toContain('lab-state STARTED');
      await line.server.stopNode(id, router.id);
      expect(tale(await aWhile(line))).toContain('lab-state STOPPED');
    });

    test('a changed lab and a changed node are told', async () => {
      const line = await listen();
      const id = await line.server.importLab(twoRouters, 'mine');
      const [router] = await line.server.nodes(id);
      if (!router) throw new Error('the lab has two nodes');
      await aWhile(line);
      await line.server.changeLab(id, { title: 'renamed' });
      await line.server.setNodeTags(id, router.id, ['other']);
      expect(tale(await aWhile(line))).toEqual(['lab-changed', 'activity', 'lab-changed', 'activity']);
    });

    test('reading is not working, and an export makes no lab', async () => {
      const line = await listen();
      const id = await line.server.importLab(twoRouters, 'mine');
      await aWhile(line);
      await line.server.exportLab(id);
      await line.server.topology(id);
      expect(tale(await aWhile(line))).toEqual([]);
    });

    test('who no longer listens is left alone', async () => {
      const { events, stop } = await listen();
      stop.abort();
      expect(await events.next()).toEqual({ done: true, value: undefined });
    });

    test('a server that says farewell ends them', async () => {
      const { events, inject, settle } = await listen();
      inject({ kind: 'events-close', times: 1 });
      await settle(MINUTE_MS / 2);
      expect((await events.next()).done).toBe(true);
    });

    test('a line that breaks is unreachable', async () => {
      const { events, inject, settle } = await listen();
      inject({ kind: 'events-cut', times: 1 });
      await settle(MINUTE_MS / 2);
      await refused('unreachable', events.next());
    });

    test('a server that is silent for a minute is unreachable', async () => {
      const { events, inject, settle } = await listen();
      inject({ kind: 'events-silent' });
      await settle(MINUTE_MS);
      await refused('unreachable', events.next());
    });

    test('an event that is lost spoils nothing', async () => {
      const line = await listen();
      line.inject({ kind: 'events-drop', match: 'lab_event' });
      const id = await line.server.importLab(twoRouters, 'mine');
      expect(tale(await aWhile(line))).toEqual([]);
      await line.server.startLab(id);
      expect(tale(await aWhile(line))).toContain('node-state BOOTED');
    });

    test('nothing to listen to is unreachable, and a wrong password is denied', async () => {
      const { server, servers, endpoint, inject } = await start();
      const { signal } = new AbortController();
      inject({ kind: 'unavailable', match: 'events', times: 1 });
      await refused('unreachable', server.events(signal).next());
      await refused(
        'denied',
        servers
          .at({ ...endpoint, password: 'wrong-pass-word' })
          .events(signal)
          .next(),
      );
      const nobody = servers.at({ ...endpoint, url: 'https://127.0.0.1:1' });
      await refused('unreachable', nobody.events(signal).next());
    });
  });
}
