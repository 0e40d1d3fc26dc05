import type { ControllerObserver } from '@lcm/core/reconcile';
import type { Logger } from 'pino';

/** What controllers do, in the log: failures as warnings, the rest for those who look closely. */
export function controllerLog(logger: Logger): ControllerObserver {
  return {
    reconciled: ({ reconciler, key, durationMs, outcome }) => {
      if ('error' in outcome) logger.warn({ reconciler, key, err: outcome.error }, outcome.kind);
      else logger.debug({ reconciler, key, durationMs, outcome }, 'reconciled');
    },
    leadership: (event) => {
      if (event.kind === 'failed') logger.warn({ election: event.election, err: event.error }, 'election failed');
      else logger.info(event, `election ${event.kind}`);
    },
    feedFailed: ({ prefix, error }) => logger.warn({ prefix, err: error }, 'the coordination store could not be read'),
  };
}
