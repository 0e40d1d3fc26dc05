import { ldsDeliveries } from '@lcm/core/adapters/lab-delivery/lds-deployments';
import { SystemClock } from '@lcm/core/adapters/system/system-clock';
import { instant, SeededRandom } from '@lcm/core/kernel';
import { afterEach, expect, test } from 'vitest';
import { LdsModel } from './model/lds-model.ts';
import { type LdsSimulator, startLdsSimulator } from './server.ts';

const servers: LdsSimulator[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

interface Deployment {
  readonly model: LdsModel;
  readonly url: string;
}

const content = async (): Promise<undefined> => undefined;

async function deployment(name: string): Promise<Deployment> {
  const settings = { source: `/lds/${name}` };
  const model = new LdsModel({ clock: new SystemClock(), random: new SeededRandom(1), settings });
  const account = { username: 'lcm', password: `of ${name}` };
  const server = await startLdsSimulator({ model, host: '127.0.0.1', port: 0, ...account, content });
  servers.push(server);
  return { model, url: server.url };
}

const request = { formQualifiedName: 'LAB 1', candidate: 'Ada', scheduledAt: instant(0) };

test('each region is delivered by its own system, with its own password, and one that is down takes no other with it', async () => {
  const [here, there] = [await deployment('here'), await deployment('there')];
  const deliveries = ldsDeliveries(
    { baseUrl: here.url, username: 'lcm', password: 'of here' },
    [
      {
        name: 'there',
        region: 'eu-west-1',
        baseUrl: there.url,
        username: 'lcm',
        passwordVariable: 'LDS_PASSWORD_THERE',
      },
    ],
    { LDS_PASSWORD_THERE: 'of there' },
  );
  const of = (region: string) => deliveries.at(deliveries.nameFor(region));
  await of('eu-west-1').provision({ ...request, reference: 'ses_1' });
  there.model.arm({ kind: 'outage', forMs: 60_000 });
  await of('us-east-1').provision({ ...request, reference: 'ses_2' });
  await expect(of('eu-west-1').provision({ ...request, reference: 'ses_3' })).rejects.toMatchObject({
    code: 'unreachable',
  });
  expect(here.model.sessions().map(({ authId }) => authId)).toEqual(['ses_2']);
  expect(there.model.sessions().map(({ authId }) => authId)).toEqual(['ses_1']);
});

test('who asks a delivery system for its sessions is told of all of them', async () => {
  const { model, url } = await deployment('here');
  model.provision({ ...request, authIdType: 'ordered_session', authId: 'ses_1', forms: ['LAB 1'] });
  const authorization = `Basic ${Buffer.from('lcm:of here').toString('base64')}`;
  const response = await fetch(`${url}/reservations/v3/lab_session`, { headers: { authorization } });
  expect(await response.json()).toMatchObject({ sessions: [{ state: 'PENDING' }] });
});
