import { afterEach, describe, expect, test } from 'vitest';
import { instant } from '../../kernel/index.ts';
import {
  type DeliveryDevice,
  type DeliveryRequest,
  type DeliverySessionId,
  deliverySessionId,
  type LabDelivery,
} from './index.ts';

/** A delivery system under test, with the hands of its candidate and a switch that makes it fail. */
export interface LabDeliveryBench {
  readonly delivery: LabDelivery;
  readonly candidate: (id: DeliverySessionId, action: 'start' | 'pause' | 'resume' | 'finish') => Promise<void>;
  /** The devices as the candidate would see them now. */
  readonly devices: (id: DeliverySessionId) => Promise<readonly DeliveryDevice[]>;
  /** From now on everything fails (`true`) or works again. */
  readonly outage: (on: boolean) => Promise<void>;
  /** The next call takes effect, but its answer never arrives. */
  readonly loseNextAnswer: () => Promise<void>;
  readonly close: () => Promise<void>;
}

const request: DeliveryRequest = {
  reference: 'ses_contract000',
  formQualifiedName: 'Exam Associate CCNA v1.1 LAB 1.3a',
  candidate: 'Ada',
  scheduledAt: instant(Date.UTC(2026, 10, 21, 9)),
};
const r1: DeliveryDevice = { label: 'R1', protocol: 'telnet', host: '127.0.0.1', port: 4001 };
const r2: DeliveryDevice = { label: 'R2', protocol: 'ssh', host: '127.0.0.1', port: 4002 };
const unknown = deliverySessionId('00000000-0000-4000-8000-000000000000');

/** What every `LabDelivery` adapter promises; each adapter's test file calls this once. */
export function labDeliveryContract(name: string, openBench: () => Promise<LabDeliveryBench>): void {
  let bench: LabDeliveryBench | undefined;
  const open = async (): Promise<LabDeliveryBench> => {
    bench = await openBench();
    return bench;
  };

  describe(`LabDelivery: ${name}`, () => {
    afterEach(async () => {
      await bench?.close();
      bench = undefined;
    });

    test('provisioning twice with one reference gives one session', async () => {
      const { delivery } = await open();
      const first = await delivery.provision(request);
      expect(first.state).toBe('PENDING');
      expect(await delivery.provision(request)).toEqual(first);
    });

    test('other references are other sessions', async () => {
      const { delivery } = await open();
      const first = await delivery.provision(request);
      const other = await delivery.provision({ ...request, reference: 'ses_contract001' });
      expect(other.id).not.toBe(first.id);
    });

    test('provisioning after a lost answer finds the session that was made', async () => {
      const { delivery, loseNextAnswer } = await open();
      await loseNextAnswer();
      await expect(delivery.provision(request)).rejects.toMatchObject({ code: 'unreachable' });
      const found = await delivery.provision(request);
      expect(await delivery.session(found.id)).toEqual(found);
    });

    test('devices are replaced as a whole', async () => {
      const { delivery, devices } = await open();
      const { id } = await delivery.provision(request);
      await delivery.setDevices(id, [r1, r2]);
      await delivery.setDevices(id, [r2]);
      expect(await devices(id)).toEqual([r2]);
    });

    test('two devices of one label are refused and change nothing', async () => {
      const { delivery, devices } = await open();
      const { id } = await delivery.provision(request);
      await delivery.setDevices(id, [r1]);
      const twice = delivery.setDevices(id, [r2, { ...r1, label: 'R2' }]);
      await expect(twice).rejects.toMatchObject({ name: 'LabDeliveryError', code: 'refused' });
      expect(await devices(id)).toEqual([r1]);
    });

    test('the launch URL is absolute', async () => {
      const { delivery } = await open();
      const { id } = await delivery.provision(request);
      expect(new URL(await delivery.launchUrl(id)).protocol).toMatch(/^https?:$/);
    });

    test('what the candidate does shows in the state', async () => {
      const { delivery, candidate } = await open();
      const { id } = await delivery.provision(request);
      const seen: (string | undefined)[] = [];
      for (const action of ['start', 'pause', 'resume', 'finish'] as const) {
        await candidate(id, action);
        const session = await delivery.session(id);
        seen.push(session?.state);
      }
      expect(seen).toEqual(['RUNNING', 'PAUSED', 'RUNNING', 'USER_FINISHED']);
    });

    test('it is paused, resumed and ended for the candidate, and doing so again is fine', async () => {
      const { delivery, candidate } = await open();
      const { id } = await delivery.provision(request);
      await candidate(id, 'start');
      const seen: string[] = [];
      for (const action of ['pause', 'resume', 'end'] as const) {
        for (const _ of ['first', 'again']) {
          const session = await delivery[action](id);
          seen.push(session.state);
        }
      }
      expect(seen).toEqual(['PAUSED', 'PAUSED', 'RUNNING', 'RUNNING', 'USER_FINISHED', 'USER_FINISHED']);
    });

    test('a pause whose answer was lost is there when it is asked for', async () => {
      const { delivery, candidate, loseNextAnswer } = await open();
      const { id } = await delivery.provision(request);
      await candidate(id, 'start');
      await loseNextAnswer();
      await expect(delivery.pause(id)).rejects.toMatchObject({ code: 'unreachable' });
      expect(await delivery.session(id)).toEqual({ id, state: 'PAUSED' });
    });

    test('what nobody has begun is neither paused nor ended', async () => {
      const { delivery } = await open();
      const { id } = await delivery.provision(request);
      await expect(delivery.pause(id)).rejects.toMatchObject({ code: 'refused' });
      await expect(delivery.end(id)).rejects.toMatchObject({ code: 'refused' });
      expect(await delivery.session(id)).toEqual({ id, state: 'PENDING' });
    });

    test('a session is released from any state, and releasing it again is fine', async () => {
      const { delivery, candidate } = await open();
      const { id } = await delivery.provision(request);
      await candidate(id, 'start');
      await delivery.release(id);
      await delivery.release(id);
      const session = await delivery.session(id);
      expect(session?.state).toMatch(/^ARCHIV(ING|ED)$/);
    });

    test('a released session takes no devices and gives no launch URL', async () => {
      const { delivery } = await open();
      const { id } = await delivery.provision(request);
      await delivery.release(id);
      await expect(delivery.setDevices(id, [r1])).rejects.toMatchObject({ code: 'refused' });
      await expect(delivery.launchUrl(id)).rejects.toMatchObject({ code: 'refused' });
    });

    test('asking for a session that never was gives nothing', async () => {
      const { delivery } = await open();
      expect(await delivery.session(unknown)).toBeUndefined();
    });

    test('acting on a session that never was is an error of its own', async () => {
      const { delivery } = await open();
      const missing = { name: 'LabDeliveryError', code: 'not-found' };
      await expect(delivery.setDevices(unknown, [r1])).rejects.toMatchObject(missing);
      await expect(delivery.launchUrl(unknown)).rejects.toMatchObject(missing);
      await expect(delivery.release(unknown)).rejects.toMatchObject(missing);
      for (const action of ['pause', 'resume', 'end'] as const) {
        await expect(delivery[action](unknown)).rejects.toMatchObject(missing);
      }
    });

    test('an outage is a typed error on every call, and passes', async () => {
      const { delivery, outage } = await open();
      const session = await delivery.provision(request);
      const { id } = session;
      await outage(true);
      const down = { name: 'LabDeliveryError', code: 'unreachable' };
      await expect(delivery.provision(request)).rejects.toMatchObject(down);
      await expect(delivery.setDevices(id, [r1])).rejects.toMatchObject(down);
      await expect(delivery.launchUrl(id)).rejects.toMatchObject(down);
      await expect(delivery.session(id)).rejects.toMatchObject(down);
      await expect(delivery.release(id)).rejects.toMatchObject(down);
      await expect(delivery.pause(id)).rejects.toMatchObject(down);
      await expect(delivery.resume(id)).rejects.toMatchObject(down);
      await expect(delivery.end(id)).rejects.toMatchObject(down);
      await outage(false);
      expect(await delivery.session(id)).toEqual(session);
    });
  });
}
