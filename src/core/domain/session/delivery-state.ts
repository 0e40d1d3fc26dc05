import type { Instant } from '../../kernel/index.ts';

/** The candidate's side, as the delivery system knows it. */
export interface SessionDelivery {
  readonly id: string;
  /** Which of the delivery systems has it; sessions of earlier versions have it in the default one. */
  readonly deployment?: string | undefined;
}

export const deliveryOrders = ['pause', 'resume', 'end', 'archive'] as const;
export type DeliveryOrderKind = (typeof deliveryOrders)[number];

/** What an operator last wanted of the delivery. */
export interface DeliveryOrder {
  readonly order: DeliveryOrderKind;
  readonly by: string;
  readonly reason: string;
  readonly at: Instant;
  /** Absent while the delivery system has not done so. */
  readonly doneAt?: Instant | undefined;
}

/** Its lab is ready without the candidate’s side, which is made as soon as the delivery system can be asked. */
export interface DeliveryDue {
  readonly since: Instant;
  readonly reason: string;
}

/** Since when the delivery system has not answered what had to be asked for a session. */
export interface DeliveryAway {
  readonly since: Instant;
  readonly reason: string;
  readonly deployment: string;
}
