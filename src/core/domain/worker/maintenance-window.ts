import { type Brand, type Instant, idKind } from '../../kernel/index.ts';

export type MaintenanceId = Brand<string, 'MaintenanceId'>;
export const MaintenanceId = idKind<'MaintenanceId'>('mnt');

/** Time on a worker that belongs to its operators: no session is placed on it over the half-open [from, until). */
export interface MaintenanceWindow {
  readonly id: MaintenanceId;
  readonly from: Instant;
  readonly until: Instant;
  /** Whether the host runs meanwhile, started for it and not switched off for want of use. */
  readonly keepsUp: boolean;
  readonly reason: string;
  readonly by: string;
}

interface Maintained {
  readonly maintenance?: readonly MaintenanceWindow[] | undefined;
}

export type Span = Pick<MaintenanceWindow, 'from' | 'until'>;

/** The first window that shares an instant with the span. */
export function maintenanceDuring(worker: Maintained, { from, until }: Span): MaintenanceWindow | undefined {
  return windowsOf(worker).find((window) => window.from < until && window.until > from);
}

/** As the worker has them from `at` on, in order of time: what is over is not kept. */
export function withWindow(worker: Maintained, window: MaintenanceWindow, at: Instant): readonly MaintenanceWindow[] {
  const current = windowsOf(worker).filter(({ until }) => until > at);
  return [...current, window].toSorted((a, b) => a.from - b.from);
}

export function windowsOf({ maintenance = [] }: Maintained): readonly MaintenanceWindow[] {
  return maintenance;
}
