import { receiveCloudEvent } from '@lcm/control-plane-api/commands/event/receive-cloud-event';
import type { Actor } from '@lcm/core/domain/access';
import { runDeliveryLoop } from '@lcm/lds-simulator/events/delivery-loop';
import type { Host } from './host.ts';
import type { SimWorld } from './sim-world.ts';

const delivery: Actor = { id: 'service:delivery', name: 'delivery', roles: ['delivery'] };

/** What goes on outside by itself, as long as there is time. */
export function runAround(world: SimWorld, host: Host): void {
  void tellEvents(world, host);
  void tend(world);
}

/** The delivery system tells its events to whichever process is there, until one acknowledges. */
async function tellEvents({ lds, clock }: SimWorld, host: Host): Promise<void> {
  const send = async (event: object): Promise<void> => {
    const answer = await host.call(receiveCloudEvent.name, event, delivery);
    if (!answer.ok) throw new Error(JSON.stringify(answer.body));
  };
  await runDeliveryLoop({ model: lds, send, clock, signal: new AbortController().signal });
}

/** Hosts that end while nobody looks take their licences along too. */
async function tend(world: SimWorld): Promise<void> {
  for (;;) {
    await world.clock.sleep(1_200_000);
    world.tend();
  }
}
