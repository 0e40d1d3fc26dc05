import { MemoryBlobs } from '@lcm/core/adapters/blobs/memory-blobs';
import { MemoryControlPlane } from '@lcm/core/adapters/control-plane/memory-control-plane';
import { type SessionEvent, SessionId } from '@lcm/core/domain/session';
import { sessionBooked } from '@lcm/core/domain/testing';
import { FakeClock } from '@lcm/core/kernel';
import { type BlobKey, BlobsError, blobKey } from '@lcm/core/ports/blobs';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { start } from '../testing/world.ts';
import { retainEvidence } from './retain-evidence.ts';

const day = 86_400_000;
const hour = 3_600_000;
const score = { points: 1, maxPoints: 1, percent: 100, cutScore: 50, result: 'pass', reportKey: 'r' } as const;

/** Sessions of long ago, and the job that clears away what they left. */
class Archive {
  readonly clock = new FakeClock(start);
  readonly controlPlane = new MemoryControlPlane(this.clock);
  readonly blobs = new MemoryBlobs();
  mayAct = true;

  async store(text: string): Promise<BlobKey> {
    return this.blobs.put(new TextEncoder().encode(text));
  }

  async isStored(key: string): Promise<boolean> {
    return (await this.blobs.get(blobKey(key))) !== undefined;
  }

  tell(id: string, ...events: SessionEvent[]): void {
    this.controlPlane.sessions.append(id, events);
  }

  /** It was kept twice while it ran, collected, and graded; then it ended. */
  async ended(number: number): Promise<{ readonly id: SessionId; readonly keys: readonly BlobKey[] }> {
    const id = SessionId.parse(`ses_${number}`);
    const at = this.clock.now();
    const [older, newer] = [await this.store(`older ${number}`), await this.store(`newer ${number}`)];
    const evidenceKey = await this.store(`evidence ${number}`);
    const kept = { type: 'SessionConfigurationsKept', unread: [], removed: [], at } as const;
    const step = { type: 'SessionStepDone', message: '', at } as const;
    this.tell(
      id,
      sessionBooked(number, { id, at }),
      { ...kept, saved: { key: older, at, own: true } },
      { ...kept, saved: { key: newer, at, own: true } },
      { ...step, pipeline: 'collect', step: 'extract_configurations', output: { evidenceKey } },
      { ...step, pipeline: 'grade', step: 'evaluate', output: { score } },
      { type: 'SessionArchived', at },
    );
    return { id, keys: [older, newer, evidenceKey] };
  }

  session(id: string) {
    const session = this.controlPlane.sessions.get(id);
    if (session === undefined) throw new Error(`no session ${id}`);
    return session;
  }

  async run() {
    const { clock, blobs } = this;
    const leadership = { fence: () => ({ election: 'lablet-controller', token: 1 }), mayAct: () => this.mayAct };
    return retainEvidence({ controlPlane: this.controlPlane, blobs, clock, leadership }, new AbortController().signal);
  }

  /** As often as the job runs in a day. */
  async runADay(): Promise<void> {
    for (let turn = 0; turn < 4; turn += 1) {
      await this.run().catch(() => undefined);
      this.clock.step(6 * hour);
    }
  }
}

async function storedOf(archive: Archive, keys: readonly string[]): Promise<readonly boolean[]> {
  return Promise.all(keys.map(async (key) => archive.isStored(key)));
}

describe('the retention of evidence', () => {
  test('takes it from view when its time is over, and then removes it, with all that was kept while it ran', async () => {
    const archive = new Archive();
    const { id, keys } = await archive.ended(1);
    archive.clock.step(179 * day);
    expect(await archive.run()).toEqual({ summary: 'ended more than 180 days ago: nothing', news: false });
    archive.clock.step(day);
    const at = archive.clock.now();
    expect(await archive.run()).toEqual({
      summary: 'ended more than 180 days ago: evidence of 1 session is not shown any more, and deleted by the next run',
      news: true,
    });
    expect(archive.session(id)).toMatchObject({ expiry: { at, days: 180 }, score });
    expect(archive.session(id).evidenceKey).toBeUndefined();
    expect(await storedOf(archive, keys)).toEqual([true, true, true]);
    archive.clock.step(6 * hour);
    expect((await archive.run()).summary).toBe('ended more than 180 days ago: evidence of 1 session was deleted');
    expect(await storedOf(archive, keys)).toEqual([false, false, false]);
    expect(archive.session(id).expiry).toEqual({ at, days: 180, keys: [], removedAt: archive.clock.now() });
    archive.clock.step(6 * hour);
    expect(await archive.run()).toMatchObject({ news: false });
  });

  test('goes by the setting, and leaves alone what runs, what is younger and what is being graded again', async () => {
    const archive = new Archive();
    const { id: graded } = await archive.ended(1);
    const order = { cause: 'regrade', by: 'ana', rulesOf: archive.session(graded).definition.id } as const;
    archive.tell(graded, { type: 'SessionRegradeAsked', order, at: archive.clock.now() });
    const { id: due } = await archive.ended(2);
    const at = archive.clock.now();
    const changes = [{ name: 'retention.evidenceDays', from: 180, to: 10 }] as const;
    archive.controlPlane.settings.append('default', [
      { type: 'SettingsChanged', changes, reason: 'less', by: 'ana', at },
    ]);
    archive.clock.step(9 * day);
    const { id: younger } = await archive.ended(3);
    const running = SessionId.parse('ses_4');
    archive.tell(running, sessionBooked(4, { id: running, at }));
    archive.clock.step(day);
    await archive.run();
    expect([graded, due, younger, running].map((id) => archive.session(id).expiry?.days)).toEqual([
      undefined,
      10,
      undefined,
      undefined,
    ]);
  });

  test('leaves what another session goes on with, until that one is as old', async () => {
    const archive = new Archive();
    const { id, keys } = await archive.ended(1);
    archive.clock.step(170 * day);
    const next = SessionId.parse('ses_2');
    const at = archive.clock.now();
    const saved = { key: keys[2] ?? '', at };
    archive.tell(
      next,
      { ...sessionBooked(2, { id: next, at }), restartOf: id, saved },
      { type: 'SessionArchived', at },
    );
    archive.clock.step(10 * day);
    await archive.runADay();
    expect((await archive.run()).summary).toContain('1 session left something that another one goes on with');
    expect(await storedOf(archive, keys)).toEqual([true, true, true]);
    archive.tell(next, { type: 'SessionEvidenceExpired', days: 180, at: archive.clock.now() });
    await archive.runADay();
    expect(await storedOf(archive, keys)).toEqual([false, false, false]);
  });

  test('does nothing that cannot be undone when it may not lead any more', async () => {
    const archive = new Archive();
    const { keys } = await archive.ended(1);
    archive.clock.step(180 * day);
    await archive.run();
    archive.mayAct = false;
    await archive.runADay();
    expect(await storedOf(archive, keys)).toEqual([true, true, true]);
  });

  test('that cannot remove something now has failed, and removes it later', async () => {
    const archive = new Archive();
    const { keys } = await archive.ended(1);
    archive.clock.step(180 * day);
    await archive.run();
    archive.clock.step(6 * hour);
    const remove = archive.blobs.delete.bind(archive.blobs);
    archive.blobs.delete = async () => {
      throw new BlobsError('unreachable', 'the bucket does not answer');
    };
    await expect(archive.run()).rejects.toThrow('does not answer');
    archive.blobs.delete = remove;
    await archive.runADay();
    expect(await storedOf(archive, keys)).toEqual([false, false, false]);
  });
});

test('wherever it dies, the evidence of each is removed, and no session shows what is not there', async () => {
  const death = fc.record({ kind: fc.constantFrom('blob', 'sent', 'heard'), nth: fc.integer({ min: 1, max: 7 }) });
  await fc.assert(
    fc.asyncProperty(fc.array(death, { maxLength: 3 }), async (deaths) => {
      const archive = new Archive();
      const ended = [await archive.ended(1), await archive.ended(2)];
      archive.clock.step(180 * day);
      for (const { kind, nth } of deaths) {
        const heal = breakAt(archive, kind, nth);
        await archive.run().catch(() => undefined);
        heal();
        for (const { id } of ended) await expectNothingHalf(archive, id);
        archive.clock.step(6 * hour);
      }
      await archive.runADay();
      for (const { id, keys } of ended) {
        expect(await storedOf(archive, keys)).toEqual([false, false, false]);
        expect(archive.session(id).expiry?.removedAt).toBeDefined();
      }
      const events = archive.controlPlane.sessions.events.map(({ type }) => type);
      expect(events.filter((type) => type === 'SessionEvidenceExpired')).toHaveLength(2);
      expect(events.filter((type) => type === 'SessionEvidenceRemoved')).toHaveLength(2);
    }),
    { numRuns: 60 },
  );
});

async function expectNothingHalf(archive: Archive, id: SessionId): Promise<void> {
  const { evidenceKey } = archive.session(id);
  if (evidenceKey !== undefined) expect(await archive.isStored(evidenceKey)).toBe(true);
}

/** The n-th deletion of a file, or report, is the last thing it does. */
function breakAt(archive: Archive, kind: string, nth: number): () => void {
  const { blobs, controlPlane } = archive;
  const [remove, send] = [blobs.delete.bind(blobs), controlPlane.send.bind(controlPlane)];
  let done = 0;
  const dies = (): boolean => {
    done += 1;
    return done >= nth;
  };
  if (kind === 'blob') {
    blobs.delete = async (key) => {
      if (dies()) throw new Error('the process died');
      await remove(key);
    };
  } else {
    controlPlane.send = async (name, input) => {
      const last = dies();
      const answer = last && kind === 'sent' ? undefined : await send(name, input);
      if (last || answer === undefined) throw new Error('the process died');
      return answer;
    };
  }
  return () => {
    blobs.delete = remove;
    controlPlane.send = send;
  };
}
