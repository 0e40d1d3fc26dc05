import { describe, expect, onTestFinished, test } from 'vitest';
import { type OpenServer, type Start, twoRouters } from './contract-kit.ts';
import type { CmlEvent, CmlLabId, CmlNodeId } from './index.ts';

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

interface Line extends OpenServer {
  readonly events: AsyncIterableIterator<CmlEvent>;
  readonly first: CmlEvent;
  readonly stop: AbortController;
}

/** Events of a server that has told its first. */
async function listen(start: Start): Promise<Line> {
  const harness = await start();
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  const events = harness.server.events(stop.signal);
  const [first] = await upTo(events, () => true);
  if (!first) throw new Error('no event came');
  return { ...harness, events, first, stop };
}

/** Two minutes, in which whatever was begun is done; never so long at a stretch that the line seems dead. */
async function aWhile({ events, settle }: Line): Promise<readonly CmlEvent[]> {
  const read: CmlEvent[] = [];
  for (let round = 0; round < 6; round += 1) {
    await settle(MINUTE_MS / 3);
    read.push(...(await upTo(events, isKeepAlive)));
  }
  return read;
}

/** An imported lab of which everything is told, and its router. */
async function withLab(start: Start): Promise<Line & { readonly id: CmlLabId; readonly router: CmlNodeId }> {
  const line = await listen(start);
  const id = await line.server.importLab(twoRouters, 'mine');
  const [router] = await line.server.nodes(id);
  if (!router) throw new Error('the lab has two nodes');
  await aWhile(line);
  return { ...line, id, router: router.id };
}

/** What a server tells by itself. */
export function eventsContract(start: Start): void {
  describe('events', () => {
    test('statistics come at first and every few seconds, whatever happens', async () => {
      const { server, events, first, settle } = await listen(start);
      expect(first).toEqual({ type: 'keep-alive', stats: await server.stats() });
      await settle(MINUTE_MS / 2);
      expect(tale(await upTo(events, isKeepAlive))).toEqual([]);
    });

    test('a lab is made, stops, is wiped and deleted, and each of it is told', async () => {
      const line = await listen(start);
      const { server } = line;
      const id = await server.importLab(twoRouters, 'mine');
      expect(tale(await aWhile(line))).toEqual(['lab-created', 'activity']);
      await server.startLab(id);
      await aWhile(line);
      await server.stopLab(id);
      const stopped = tale(await aWhile(line)).filter((what) => what !== 'activity');
      expect(stopped).toEqual(['node-state STOPPED', 'node-state STOPPED', 'lab-state STOPPED']);
      await server.wipeLab(id);
      expect(tale(await aWhile(line))).toContain('lab-state DEFINED_ON_CORE');
      await server.deleteLab(id);
      expect(tale(await aWhile(line))).toEqual(['lab-deleted', 'activity']);
    });

    test('a lab that starts tells of each of its nodes, and what they do', async () => {
      const line = await withLab(start);
      await line.server.startLab(line.id);
      const started = await aWhile(line);
      const ups = ['lab-state STARTED', 'node-state QUEUED', 'node-state STARTED', 'node-state BOOTED'];
      expect(tale(started)).toEqual(expect.arrayContaining(ups));
      expect(started.filter((event) => 'lab' in event && event.lab !== line.id)).toEqual([]);
      const booted = started.filter((event) => event.type === 'node-state' && event.state === 'BOOTED');
      const nodes = (await line.server.nodes(line.id)).map((node) => node.id);
      expect(booted.map((event) => ('node' in event ? event.node : '')).toSorted()).toEqual(nodes.toSorted());
      expect(started.filter(({ type }) => type === 'lab-statistics').length).toBeGreaterThan(0);
    });
  });
}

/** What somebody does, and what is none of it. */
export function activityEventsContract(start: Start): void {
  describe('events of what somebody does', () => {
    test('one node that starts alone starts its lab, and stops it as the last', async () => {
      const line = await withLab(start);
      await line.server.startNode(line.id, line.router);
      expect(tale(await aWhile(line))).toContain('lab-state STARTED');
      await line.server.stopNode(line.id, line.router);
      expect(tale(await aWhile(line))).toContain('lab-state STOPPED');
    });

    test('a changed lab and a changed node are told', async () => {
      const line = await withLab(start);
      await line.server.changeLab(line.id, { title: 'renamed' });
      await line.server.setNodeTags(line.id, line.router, ['other']);
      expect(tale(await aWhile(line))).toEqual(['lab-changed', 'activity', 'lab-changed', 'activity']);
    });

    test('reading is not working, and an export makes no lab', async () => {
      const line = await withLab(start);
      await line.server.exportLab(line.id);
      await line.server.topology(line.id);
      expect(tale(await aWhile(line))).toEqual([]);
    });

    test('an event that is lost spoils nothing', async () => {
      const line = await listen(start);
      line.inject({ kind: 'events-drop', match: 'lab_event' });
      const id = await line.server.importLab(twoRouters, 'mine');
      expect(tale(await aWhile(line))).toEqual([]);
      await line.server.startLab(id);
      expect(tale(await aWhile(line))).toContain('node-state BOOTED');
    });
  });
}

/** How it ends, and when it does not begin. */
export function eventEndsContract(start: Start): void {
  describe('the end of events', () => {
    test('who no longer listens is left alone', async () => {
      const { events, stop } = await listen(start);
      stop.abort();
      expect(await events.next()).toEqual({ done: true, value: undefined });
    });

    test('a server that says farewell ends them', async () => {
      const { events, inject, settle } = await listen(start);
      inject({ kind: 'events-close', times: 1 });
      await settle(MINUTE_MS / 2);
      expect((await events.next()).done).toBe(true);
    });

    test('a line that breaks is unreachable', async () => {
      const { events, inject, settle } = await listen(start);
      inject({ kind: 'events-cut', times: 1 });
      await settle(MINUTE_MS / 2);
      await expect(events.next()).rejects.toMatchObject({ name: 'CmlError', code: 'unreachable' });
    });

    test('a server that is silent for a minute is unreachable', async () => {
      const { events, inject, settle } = await listen(start);
      inject({ kind: 'events-silent' });
      await settle(MINUTE_MS);
      await expect(events.next()).rejects.toMatchObject({ name: 'CmlError', code: 'unreachable' });
    });

    test('a server that does not listen is unreachable', async () => {
      const { server, servers, endpoint, inject } = await start();
      const { signal } = new AbortController();
      inject({ kind: 'unavailable', match: 'events', times: 1 });
      const nobody = servers.at({ ...endpoint, url: 'https://127.0.0.1:1' });
      for (const each of [server, nobody])
        await expect(each.events(signal).next()).rejects.toMatchObject({ name: 'CmlError', code: 'unreachable' });
    });

    test('a wrong password is denied before there is anything to hear', async () => {
      const { servers, endpoint } = await start();
      const stranger = servers.at({ ...endpoint, password: 'wrong-pass-word' });
      await expect(stranger.events(new AbortController().signal).next()).rejects.toMatchObject({ code: 'denied' });
    });
  });
}
