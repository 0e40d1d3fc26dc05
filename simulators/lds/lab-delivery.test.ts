import { LdsLabDelivery } from '@lcm/core/adapters/lab-delivery/lds-lab-delivery';
import { SystemClock } from '@lcm/core/adapters/system/system-clock';
import { FakeClock, SeededRandom } from '@lcm/core/kernel';
import { type LabDeliveryBench, labDeliveryContract } from '@lcm/core/ports/lab-delivery/contract';
import { DirectLabDelivery } from './direct-lab-delivery.ts';
import { LdsModel } from './model/lds-model.ts';
import { startLdsSimulator } from './server.ts';

const content = async (): Promise<undefined> => undefined;

function bench(model: LdsModel): Omit<LabDeliveryBench, 'delivery' | 'close'> {
  return {
    candidate: async (id, action) => void model.act(id, action),
    devices: async (id) => model.session(id)?.parts[0]?.devices ?? [],
    outage: async (on) => (on ? model.arm({ kind: 'outage', forMs: 60_000 }) : model.clearFaults()),
    loseNextAnswer: async () => model.arm({ kind: 'answer-lost' }),
  };
}

labDeliveryContract('directly over the simulated LDS', async () => {
  const clock = new FakeClock();
  const model = new LdsModel({ clock, random: new SeededRandom(1) });
  return { ...bench(model), delivery: new DirectLabDelivery({ model, clock }), close: async () => undefined };
});

labDeliveryContract('version 3 over HTTP', async () => {
  const model = new LdsModel({ clock: new SystemClock(), random: new SeededRandom(1) });
  const account = { username: 'lcm', password: 'pässword:1' };
  const server = await startLdsSimulator({ model, host: '127.0.0.1', port: 0, ...account, content });
  const delivery = new LdsLabDelivery({ baseUrl: server.url, ...account });
  return { ...bench(model), delivery, close: () => server.close() };
});
