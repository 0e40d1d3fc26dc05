import { LaunchLink, OfSession } from '@lcm/core/contracts/session';
import { sessionCan } from '@lcm/core/domain/session';
import { ok, reject } from '@lcm/core/kernel';
import { deliverySessionId, type LabDeliveries, LabDeliveryError } from '@lcm/core/ports/lab-delivery';
import { unknown } from '../../application/change.ts';
import { defineQuery } from '../../application/operation.ts';
import { maySee } from '../../application/ownership.ts';
import { inWords } from '../../application/refusals.ts';
import type { Views } from '../../application/views.ts';

interface Deps {
  readonly views: Views;
  readonly labDeliveries: LabDeliveries;
}

/** A fresh link to the candidate's page: it is short-lived, so it is asked for when it is followed and kept nowhere. */
export const launchSession = defineQuery({
  name: 'LaunchSession',
  summary: 'A fresh link to the candidate’s page',
  allow: 'session:own',
  input: OfSession,
  output: LaunchLink,
  async handle({ sessionId: id }, caller, { views, labDeliveries }: Deps) {
    const session = views.get('session', id)?.state;
    if (session === undefined || !maySee(caller.actor, session)) return reject(unknown('session', id));
    if (!sessionCan('launch', session)) {
      return reject(inWords({ code: 'session.wrong-state', status: session.status, action: 'launch' }));
    }
    if (session.delivery === undefined) return reject(inWords({ code: 'session.no-delivery' }));
    const { id: delivery, deployment } = session.delivery;
    try {
      return ok({ url: await labDeliveries.at(deployment).launchUrl(deliverySessionId(delivery)) });
    } catch (error) {
      if (!(error instanceof LabDeliveryError)) throw error;
      return reject({
        code: 'delivery.unavailable',
        message: 'The delivery system does not answer. Try again in a moment.',
      });
    }
  },
});
