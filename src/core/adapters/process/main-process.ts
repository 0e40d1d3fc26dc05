import type { Clock } from '../../kernel/index.ts';
import type { ServiceLog } from './service-log.ts';
import { SettingsError } from './settings.ts';

/** What whoever started the process is told by its end. The numbers of sysexits.h, where it has one. */
export const exitCodes = { ok: 0, failed: 1, notNow: 75, settings: 78 } as const;

/** It cannot be now, but may be later: starting again is right. */
export class NotNowError extends Error {
  override readonly name = 'NotNowError';
}

interface Options {
  readonly log: ServiceLog;
  readonly clock: Clock;
  /** How long an orderly end may take. */
  readonly stopWithinMs?: number | undefined;
  /** Runs until `signal` aborts and everything has come to rest. */
  readonly run: (signal: AbortSignal) => Promise<void>;
}

/** Under what container platforms give before they kill. */
const defaultStopWithinMs = 25_000;

/** The life of one process: until it is told to stop, or cannot go on. Ends the process; a second signal ends it at once. */
export async function liveUntilTold({ log, clock, stopWithinMs = defaultStopWithinMs, run }: Options): Promise<never> {
  const stop = new AbortController();
  const end = (name: string): void => {
    if (stop.signal.aborted) process.exit(exitCodes.failed);
    log.info({ signal: name }, 'stopping');
    stop.abort(name);
  };
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, end);
  process.on('uncaughtException', (error) => process.exit(explain(log, error)));
  const late = stopped(stop.signal).then(async () => {
    await clock.sleep(stopWithinMs);
    log.error({ stopWithinMs }, 'did not come to rest in time');
    return exitCodes.failed;
  });
  const code = await Promise.race([exitCodeOf(run(stop.signal), log), late]);
  return process.exit(code);
}

async function exitCodeOf(running: Promise<void>, log: ServiceLog): Promise<number> {
  try {
    await running;
    log.info({}, 'stopped');
    return exitCodes.ok;
  } catch (error) {
    return explain(log, error);
  }
}

function explain(log: ServiceLog, error: unknown): number {
  if (error instanceof SettingsError) {
    log.error({ cause: error.cause }, error.message);
    return exitCodes.settings;
  }
  log.error({ err: error }, 'cannot go on');
  return error instanceof NotNowError ? exitCodes.notNow : exitCodes.failed;
}

export async function stopped(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
