import {
  type DeliveryDevice,
  type DeliveryRequest,
  type DeliverySession,
  type DeliverySessionId,
  type DeliveryState,
  deliverySessionId,
  type LabDelivery,
  LabDeliveryError,
} from '@lcm/core/ports/lab-delivery';

/** LDS, as much of it as the pipelines talk to. */
export class FakeDelivery implements LabDelivery {
  readonly #sessions = new Map<string, DeliverySession>();
  readonly effects: string[] = [];
  devices: readonly DeliveryDevice[] = [];
  hook: () => void = () => undefined;
  /** While it is down nothing is answered. */
  isDown = false;

  async provision({ reference }: DeliveryRequest): Promise<DeliverySession> {
    this.#arrive();
    const known = this.#sessions.get(reference);
    const session = known ?? ({ id: deliverySessionId(`lds-${reference}`), state: 'PENDING' } as const);
    if (known === undefined) this.effects.push('provision');
    this.#sessions.set(reference, session);
    this.hook();
    return session;
  }

  async setDevices(_id: DeliverySessionId, devices: readonly DeliveryDevice[]): Promise<void> {
    this.#arrive();
    this.devices = devices;
    this.hook();
  }

  async launchUrl(): Promise<string> {
    return 'https://lds.test/';
  }

  async session(id: DeliverySessionId): Promise<DeliverySession | undefined> {
    this.#arrive();
    return this.#find(id)?.[1];
  }

  async pause(id: DeliverySessionId): Promise<DeliverySession> {
    return this.#change(id, 'pause', { from: ['RUNNING'], to: 'PAUSED' });
  }

  async resume(id: DeliverySessionId): Promise<DeliverySession> {
    return this.#change(id, 'resume', { from: ['PAUSED'], to: 'RUNNING' });
  }

  async end(id: DeliverySessionId): Promise<DeliverySession> {
    return this.#change(id, 'end', { from: ['RUNNING', 'PAUSED'], to: 'USER_FINISHED' });
  }

  async release(id: DeliverySessionId): Promise<void> {
    this.#arrive();
    const [reference, session] = this.#find(id) ?? [];
    if (reference !== undefined && session?.state !== 'ARCHIVED') {
      this.#sessions.set(reference, { id, state: 'ARCHIVED' });
      this.effects.push('release');
    }
    this.hook();
  }

  /** The candidate, whom nothing stops. */
  becomes(id: string, state: DeliveryState): void {
    const session = deliverySessionId(id);
    this.#sessions.set(this.#find(session)?.[0] ?? id, { id: session, state });
  }

  /** It has lost what it knew. */
  forget(): void {
    this.#sessions.clear();
  }

  get open(): number {
    return [...this.#sessions.values()].filter(({ state }) => state !== 'ARCHIVED').length;
  }

  #arrive(): void {
    this.hook();
    if (this.isDown) throw new LabDeliveryError('unreachable', 'no answer');
  }

  #find(id: DeliverySessionId): readonly [string, DeliverySession] | undefined {
    return [...this.#sessions].find(([, session]) => session.id === id);
  }

  #change(
    id: DeliverySessionId,
    effect: string,
    { from, to }: { readonly from: readonly DeliveryState[]; readonly to: DeliveryState },
  ): DeliverySession {
    this.#arrive();
    const [reference, before] = this.#find(id) ?? [];
    if (reference === undefined || before === undefined) throw new LabDeliveryError('not-found', 'no such session');
    if (before.state !== to && !from.includes(before.state)) {
      throw new LabDeliveryError('refused', `cannot ${effect} while ${before.state}`);
    }
    if (before.state !== to) this.effects.push(effect);
    const after = { id, state: to };
    this.#sessions.set(reference, after);
    this.hook();
    return after;
  }
}
