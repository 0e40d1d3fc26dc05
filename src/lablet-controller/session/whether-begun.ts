import type { SessionView } from '@lcm/core/contracts/session';
import { openAbsence, type SessionReport, wasHeldByOperator } from '@lcm/core/domain/session';
import type { Instant } from '@lcm/core/kernel';
import { LabDeliveryError } from '@lcm/core/ports/lab-delivery';
import { askDelivery } from '../delivery/ask-delivery.ts';
import { planDelivery } from '../delivery/plan-delivery.ts';
import type { StepDeps } from './step-handler.ts';

/** So long a delivery system that does not answer is waited for; then what may have been done is collected. */
const patienceMs = 2 * 60_000;

/**
 * What became of a session whose time is up and that nobody is known to have begun: the event may have been lost. Only
 * where the delivery system says that nobody came is nothing collected. Undefined: it is to be asked again.
 */
export async function whetherBegun(
  session: SessionView,
  end: Instant,
  deps: Pick<StepDeps, 'deliveries' | 'clock'>,
): Promise<SessionReport | undefined> {
  try {
    const plan = planDelivery(session, await askDelivery(session, deps));
    const isKnown = plan?.do === 'report' && plan.report.type !== 'delivery-order-done';
    return isKnown ? plan.report : noShow(session);
  } catch (error) {
    if (!(error instanceof LabDeliveryError)) throw error;
    if (deps.clock.now() < end + patienceMs) return undefined;
    const reason = 'time is up, and the delivery system does not say whether somebody began';
    return { type: 'delivery-ended', reason };
  }
}

function noShow(session: SessionView): SessionReport {
  const isAway = openAbsence(session) !== undefined || session.deliveryDue !== undefined;
  const reason = isAway || wasHeldByOperator(session) ? 'its time was over before anybody could begin' : 'no-show';
  return { type: 'ended', outcome: 'expired', reason };
}
