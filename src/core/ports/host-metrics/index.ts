import type { Figures } from '../../domain/metrics/index.ts';
import type { Instant } from '../../kernel/index.ts';
import type { InstanceId } from '../instances/index.ts';

/** How long one measurement stands for: five minutes, or one when detailed monitoring is paid for. */
export const periodsMs = { basic: 300_000, detailed: 60_000 } as const;

export interface HostMetricsQuery {
  readonly region: string;
  readonly instances: readonly InstanceId[];
  /** Whole periods between these two; a period that is not over is left out. */
  readonly from: Instant;
  readonly until: Instant;
  readonly detailed: boolean;
}

/** What the cloud saw of one instance in one period, by the period's end. There is at least one figure. */
export interface HostMeasurement extends Figures {
  readonly instance: InstanceId;
  readonly at: Instant;
}

/**
 * Measurements of hosts from outside. They come minutes late, one figure before another, and not at all of hosts that do
 * not run: whoever asks, asks for a while back and takes what there is. Every adapter passes `contract.ts`.
 */
export interface HostMetrics {
  /** Oldest first. @throws HostMetricsError */
  read(query: HostMetricsQuery): Promise<readonly HostMeasurement[]>;
}

export type HostMetricsErrorCode = 'throttled' | 'authentication' | 'invalid' | 'unavailable';

export class HostMetricsError extends Error {
  override readonly name = 'HostMetricsError';
  readonly code: HostMetricsErrorCode;

  constructor(code: HostMetricsErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
