import {
  type DeliveryDevice,
  type DeliveryRequest,
  type DeliverySession,
  type DeliverySessionId,
  deliverySessionId,
  type LabDelivery,
} from '@lcm/core/ports/lab-delivery';

/** LDS, as much of it as the pipelines talk to. */
export class FakeDelivery implements LabDelivery {
  readonly #sessions = new Map<string, DeliverySession>();
  readonly effects: string[] = [];
  devices: readonly DeliveryDevice[] = [];
  hook: () => void = () => undefined;

  async provision({ reference }: DeliveryRequest): Promise<DeliverySession> {
    this.hook();
    const known = this.#sessions.get(reference);
    const session = known ?? ({ id: deliverySessionId(`lds-${reference}`), state: 'PENDING' } as const);
    if (known === undefined) this.effects.push('provision');
    this.#sessions.set(reference, session);
    this.hook();
    return session;
  }

  async setDevices(_id: DeliverySessionId, devices: readonly DeliveryDevice[]): Promise<void> {
    this.hook();
    this.devices = devices;
    this.hook();
  }

  async launchUrl(): Promise<string> {
    return 'https://lds.test/';
  }

  async session(id: DeliverySessionId): Promise<DeliverySession | undefined> {
    return [...this.#sessions.values()].find((session) => session.id === id);
  }

  async release(id: DeliverySessionId): Promise<void> {
    this.hook();
    for (const [reference, session] of this.#sessions) {
      if (session.id === id && session.state !== 'ARCHIVED') {
        this.#sessions.set(reference, { id, state: 'ARCHIVED' });
        this.effects.push('release');
      }
    }
    this.hook();
  }

  get open(): number {
    return [...this.#sessions.values()].filter(({ state }) => state !== 'ARCHIVED').length;
  }
}
