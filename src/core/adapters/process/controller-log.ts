import type { ControllerObserver } from '../../reconcile/index.ts';
import type { ServiceLog } from './service-log.ts';

/** What controllers do, in the log: failures as warnings, the rest for those who look closely. */
export function controllerLog(log: ServiceLog): ControllerObserver {
  return {
    reconciled: ({ reconciler, key, durationMs, outcome }) => {
      if ('error' in outcome) log.warn({ reconciler, key, err: outcome.error }, outcome.kind);
      else log.debug({ reconciler, key, durationMs, outcome }, 'reconciled');
    },
    leadership: (event) => {
      if (event.kind === 'failed') log.warn({ election: event.election, err: event.error }, 'election failed');
      else log.info(event, `election ${event.kind}`);
    },
    feedFailed: ({ prefix, error }) => log.warn({ prefix, err: error }, 'the coordination store could not be read'),
  };
}

/** Several who hear the same. */
export function everyObserver(...observers: readonly ControllerObserver[]): ControllerObserver {
  return {
    reconciled: (event) => {
      for (const each of observers) each.reconciled(event);
    },
    leadership: (event) => {
      for (const each of observers) each.leadership?.(event);
    },
    feedFailed: (failure) => {
      for (const each of observers) each.feedFailed?.(failure);
    },
    queueOpened: (reconciler, depth) => {
      for (const each of observers) each.queueOpened?.(reconciler, depth);
    },
  };
}
