import { describe, expect, test } from 'vitest';
import { HOUR_MS, type OpenServer, refused, type Start, twoRouters } from './contract-kit.ts';
import type { CmlLabId } from './index.ts';

const limits = { packets: 100, seconds: 600 };
const mebibyte = 1024 * 1024;
/** Little-endian, microseconds: as tcpdump begins a file. */
const magic = Uint8Array.of(0xd4, 0xc3, 0xb2, 0xa1);

interface WithLink extends OpenServer {
  readonly id: CmlLabId;
  readonly link: string;
}

async function imported(start: Start): Promise<WithLink> {
  const harness = await start();
  const id = await harness.server.importLab(twoRouters, 'mine');
  const { links } = await harness.server.topology(id);
  return { ...harness, id, link: links[0]?.id ?? '' };
}

async function running(start: Start): Promise<WithLink> {
  const harness = await imported(start);
  await harness.server.startLab(harness.id);
  await harness.settle(HOUR_MS);
  return harness;
}

/** Packets on a link. */
export function capturesContract(start: Start): void {
  describe('captures', () => {
    test('begin, go on when they are begun again, and end when they are stopped', async () => {
      const { server, id, link, settle } = await running(start);
      expect(await server.captures.of(id, link)).toBeUndefined();
      await server.captures.start(id, link, limits);
      const begun = await server.captures.of(id, link);
      expect(begun?.startedAt).toBeDefined();
      await settle(20_000);
      await server.captures.start(id, link, limits);
      const later = await server.captures.of(id, link);
      expect(later?.startedAt).toBe(begun?.startedAt);
      expect(later?.packets).toBeGreaterThan(begun?.packets ?? Infinity);
      await server.captures.stop(id, link);
      const stopped = await server.captures.of(id, link);
      expect(stopped?.startedAt).toBeUndefined();
      await settle(20_000);
      expect(await server.captures.of(id, link)).toEqual(stopped);
    });

    test('end by themselves, at the packets or the time that were asked for, and may be stopped all the same', async () => {
      const { server, id, link, settle } = await running(start);
      await server.captures.start(id, link, limits);
      await settle(HOUR_MS);
      expect(await server.captures.of(id, link)).toEqual({ packets: 100 });
      await server.captures.start(id, link, { packets: 10_000, seconds: 30 });
      await settle(HOUR_MS);
      const ended = await server.captures.of(id, link);
      expect(ended).toEqual({ packets: expect.any(Number) });
      expect(ended?.packets).toBeLessThan(100);
      await server.captures.stop(id, link);
    });
  });
}

/** What they leave behind, and where there can be none. */
export function captureFilesContract(start: Start): void {
  describe('captured packets', () => {
    test('are files that other tools read, and none is larger than wanted', async () => {
      const { server, id, link, settle } = await running(start);
      expect(await server.captures.download(id, link, mebibyte)).toBeUndefined();
      await server.captures.start(id, link, limits);
      await settle(30_000);
      await server.captures.stop(id, link);
      const file = await server.captures.download(id, link, mebibyte);
      expect(file?.slice(0, 4)).toEqual(magic);
      expect(file?.length).toBeGreaterThan(24);
      expect(await server.captures.download(id, link, file?.length ?? 0)).toEqual(file);
      await refused('invalid', server.captures.download(id, link, (file?.length ?? 0) - 1));
    });

    test('are refused of a link that is down, and what is not there is not found', async () => {
      const { server, id, link } = await imported(start);
      const down = await refused('refused', server.captures.start(id, link, limits));
      expect(down.message).toContain('not started');
      const nowhere = '11111111-1111-4111-8111-111111111111';
      await refused('not-found', server.captures.start(id, nowhere, limits));
      await refused('not-found', server.captures.of(id, nowhere));
    });

    test('end with their lab, and what they had stays until it is deleted', async () => {
      const { server, id, link, settle } = await running(start);
      await server.captures.start(id, link, limits);
      await settle(10_000);
      await server.stopLab(id);
      await settle(HOUR_MS);
      const left = await server.captures.of(id, link);
      expect(left?.startedAt).toBeUndefined();
      expect(left?.packets).toBeLessThan(limits.packets);
      expect(await server.captures.download(id, link, mebibyte)).toBeDefined();
    });
  });
}
