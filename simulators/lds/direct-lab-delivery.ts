import { type Clock, unreachable } from '@lcm/core/kernel';
import {
  type DeliveryDevice,
  type DeliveryRequest,
  type DeliverySession,
  type DeliverySessionId,
  deliverySessionId,
  type LabDelivery,
  LabDeliveryError,
} from '@lcm/core/ports/lab-delivery';
import type { LdsAnswer, LdsModel, LdsRejection } from './model/lds-model.ts';
import type { LdsSession } from './model/state.ts';

export interface DirectLabDeliveryOptions {
  readonly model: LdsModel;
  readonly clock: Clock;
}

/** The port over the model without a network, for the deterministic simulation. The candidate is `model.act`. */
export class DirectLabDelivery implements LabDelivery {
  readonly #model: LdsModel;
  readonly #clock: Clock;
  #launches = 0;

  constructor({ model, clock }: DirectLabDeliveryOptions) {
    this.#model = model;
    this.#clock = clock;
  }

  async provision({ reference, formQualifiedName, candidate, scheduledAt }: DeliveryRequest): Promise<DeliverySession> {
    const wanted = { authIdType: 'ordered_session', authId: reference, candidate, scheduledAt };
    return this.#call(() => seen(this.#model.provision({ ...wanted, forms: [formQualifiedName] })));
  }

  async setDevices(id: DeliverySessionId, devices: readonly DeliveryDevice[]): Promise<void> {
    await this.#call(() => accepted(this.#model.setDevices(id, 1, devices)));
  }

  async launchUrl(id: DeliverySessionId): Promise<string> {
    return this.#call(() => {
      accepted(this.#model.launchable(id));
      this.#launches += 1;
      return `https://lds.invalid/launch?token=${id}.${this.#launches}`;
    });
  }

  async session(id: DeliverySessionId): Promise<DeliverySession | undefined> {
    return this.#call(() => {
      const session = this.#model.session(id);
      return session && seen(session);
    });
  }

  async pause(id: DeliverySessionId): Promise<DeliverySession> {
    return this.#call(() => accepted(this.#model.act(id, 'pause')));
  }

  async resume(id: DeliverySessionId): Promise<DeliverySession> {
    return this.#call(() => accepted(this.#model.act(id, 'resume')));
  }

  async end(id: DeliverySessionId): Promise<DeliverySession> {
    return this.#call(() => accepted(this.#model.act(id, 'finish')));
  }

  async release(id: DeliverySessionId): Promise<void> {
    await this.#call(() => accepted(this.#model.release(id)));
  }

  /** One call as the network would treat it: it may be refused, slow, or lose its answer after the effect. */
  async #call<Answer>(effect: () => Answer): Promise<Answer> {
    const { outage, slowMs, loseAnswer } = this.#model.trouble();
    if (outage) throw new LabDeliveryError('unreachable', 'the delivery system is down');
    if (slowMs > 0) await this.#clock.sleep(slowMs);
    const answer = effect();
    if (loseAnswer) throw new LabDeliveryError('unreachable', 'the answer of the delivery system was lost');
    return answer;
  }
}

function seen({ id, state }: LdsSession): DeliverySession {
  return { id: deliverySessionId(id), state };
}

function accepted(answer: LdsAnswer): DeliverySession {
  if (!answer.ok) throw refusal(answer.rejection);
  return seen(answer.value);
}

function refusal(rejection: LdsRejection): LabDeliveryError {
  switch (rejection.code) {
    case 'session.unknown':
      return new LabDeliveryError('not-found', `no delivery session ${rejection.id}`);
    case 'part.unknown':
      return new LabDeliveryError('not-found', `no part ${rejection.part}`);
    case 'device.duplicate-label':
      return new LabDeliveryError('refused', `two devices are called ${rejection.label}`);
    case 'session.wrong-state':
      return new LabDeliveryError('refused', `cannot ${rejection.action} while ${rejection.state}`);
    default:
      return unreachable(rejection);
  }
}
