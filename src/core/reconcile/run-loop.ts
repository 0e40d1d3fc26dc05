import type { Clock, Instant } from '../kernel/index.ts';
import { quietly } from './quietly.ts';
import { type Next, type Reconciler, TerminalError } from './reconciler.ts';
import { timeLimit } from './time-limit.ts';
import type { WorkQueue } from './work-queue.ts';

export type Outcome =
  | Next
  | { readonly kind: 'failed'; readonly error: unknown; readonly retryAfterMs: number }
  | { readonly kind: 'timed-out'; readonly error: unknown; readonly retryAfterMs: number }
  /** Ended early because the loop was stopped; not a failure. */
  | { readonly kind: 'stopped' }
  /** Nothing will be tried until the key changes. */
  | { readonly kind: 'terminal'; readonly error: unknown };

export interface Reconciled {
  readonly reconciler: string;
  readonly key: string;
  readonly at: Instant;
  readonly durationMs: number;
  readonly outcome: Outcome;
}

/** Hears what became of each look at a key: for metrics, the log and the system page. What it throws is ignored. */
export interface ReconcileObserver {
  readonly reconciled: (event: Reconciled) => void;
}

export interface RunReconcilerOptions<Key extends string> {
  readonly reconciler: Reconciler<Key>;
  readonly queue: WorkQueue<Key>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly concurrency?: number | undefined;
  /** A look at a key that takes longer is asked to stop by its signal, and counts as failed. */
  readonly timeoutMs?: number | undefined;
  readonly observer?: ReconcileObserver | undefined;
}

const defaultTimeoutMs = 120_000;

/** Works the queue until `signal` aborts and all work in flight has ended. Nothing a reconciler throws ends it. */
export async function runReconciler<Key extends string>(options: RunReconcilerOptions<Key>): Promise<void> {
  const { queue, signal, concurrency = 1 } = options;
  const onAbort = (): void => void queue.stop();
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  await Promise.all(Array.from({ length: concurrency }, () => work(options)));
  signal.removeEventListener('abort', onAbort);
}

async function work<Key extends string>(options: RunReconcilerOptions<Key>): Promise<void> {
  const { queue } = options;
  for (let key = await queue.next(); key !== undefined; key = await queue.next()) {
    await reconcileOnce(options, key);
    queue.done(key);
  }
}

async function reconcileOnce<Key extends string>(options: RunReconcilerOptions<Key>, key: Key): Promise<void> {
  const { reconciler, clock, observer } = options;
  const at = clock.now();
  const started = clock.monotonic();
  const outcome = await look(options, key);
  const durationMs = clock.monotonic() - started;
  quietly(() => observer?.reconciled({ reconciler: reconciler.name, key, at, durationMs, outcome }));
}

/** Also waits for a reconcile that overstays: its key must not be in two hands. */
async function look<Key extends string>(options: RunReconcilerOptions<Key>, key: Key): Promise<Outcome> {
  const { reconciler, queue, clock, signal, timeoutMs = defaultTimeoutMs } = options;
  const limit = timeLimit(clock, timeoutMs, signal);
  try {
    const next = await reconciler.reconcile(key, limit.signal);
    queue.forgetFailures(key);
    if (next.kind === 'again') queue.add(key, { afterMs: next.afterMs });
    return next;
  } catch (error) {
    if (signal.aborted) return { kind: 'stopped' };
    if (error instanceof TerminalError) {
      queue.forgetFailures(key);
      return { kind: 'terminal', error };
    }
    const retryAfterMs = queue.addAfterFailure(key);
    return { kind: limit.signal.aborted ? 'timed-out' : 'failed', error, retryAfterMs };
  } finally {
    limit.release();
  }
}
