import type { Brand, Instant } from '../../kernel/index.ts';

export type DeliverySessionId = Brand<string, 'DeliverySessionId'>;

export function deliverySessionId(text: string): DeliverySessionId {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the one place a DeliverySessionId is minted
  return text as DeliverySessionId;
}

export const deliveryStates = ['PENDING', 'RUNNING', 'PAUSED', 'USER_FINISHED', 'ARCHIVING', 'ARCHIVED'] as const;
export type DeliveryState = (typeof deliveryStates)[number];

export const deviceProtocols = ['telnet', 'ssh', 'vnc', 'web'] as const;

/** How the candidate's page reaches one node. Labels are unique within a session. */
export interface DeliveryDevice {
  readonly label: string;
  readonly protocol: (typeof deviceProtocols)[number];
  readonly host: string;
  readonly port: number;
}

export interface DeliveryRequest {
  /** Our session's id: asking again with the same one gives the same delivery session. */
  readonly reference: string;
  /** Names the content: `Exam Associate CCNA v1.1 LAB 1.3a`. */
  readonly formQualifiedName: string;
  readonly candidate: string;
  readonly scheduledAt: Instant;
}

export interface DeliverySession {
  readonly id: DeliverySessionId;
  readonly state: DeliveryState;
}

/**
 * The Lab Delivery System: the candidate's side of a session. Every adapter passes `contract.ts`.
 * What the candidate does there comes back as CloudEvents, early, late or twice, never as an answer here.
 */
export interface LabDelivery {
  provision(request: DeliveryRequest): Promise<DeliverySession>;
  /** Replaces the whole list. */
  setDevices(id: DeliverySessionId, devices: readonly DeliveryDevice[]): Promise<void>;
  /** Signed and short-lived: ask for a fresh one each time it is followed. */
  launchUrl(id: DeliverySessionId): Promise<string>;
  session(id: DeliverySessionId): Promise<DeliverySession | undefined>;
  /** Nobody may type until it is resumed. Only what somebody has begun can be paused; repeating it is fine. */
  pause(id: DeliverySessionId): Promise<DeliverySession>;
  resume(id: DeliverySessionId): Promise<DeliverySession>;
  /** As if the candidate had finished; the session stays to be looked at. Repeating it is fine. */
  end(id: DeliverySessionId): Promise<DeliverySession>;
  /** Ends and archives; repeating it is fine. */
  release(id: DeliverySessionId): Promise<void>;
}

/** The delivery systems of an installation. Each session stays with the one in which it was provisioned. */
export interface LabDeliveries {
  /** The name of the deployment that sessions on workers of this region are provisioned in. */
  nameFor(region: string): string;
  /**
   * By its name; without one, of before there were several: the default.
   * @throws LabDeliveryError `unreachable` when there is none of that name any more
   */
  at(deployment: string | undefined): LabDelivery;
}

export const defaultDeployment = 'default';

/** One delivery system for all regions. */
export function oneDelivery(delivery: LabDelivery): LabDeliveries {
  return { nameFor: () => defaultDeployment, at: () => delivery };
}

export type LabDeliveryErrorCode = 'unreachable' | 'denied' | 'not-found' | 'refused';

export class LabDeliveryError extends Error {
  override readonly name = 'LabDeliveryError';
  readonly code: LabDeliveryErrorCode;

  constructor(code: LabDeliveryErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
