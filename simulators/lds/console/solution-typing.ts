import type { Clock } from '@lcm/core/kernel';
import type { LdsModel } from '../model/lds-model.ts';
import type { Consoles } from './consoles.ts';
import { fullScript, typeLines } from './type-lines.ts';

export interface TypingProgress {
  readonly label: string;
  readonly state: 'typing' | 'done' | 'failed';
  readonly typed: number;
  readonly total: number;
  readonly message?: string | undefined;
}

export interface DeviceScript {
  readonly label: string;
  readonly lines: readonly string[];
}

export interface SolutionTypingOptions {
  readonly model: LdsModel;
  readonly consoles: Consoles;
  readonly clock: Clock;
  readonly promptMs?: number | undefined;
  readonly pauseMs?: number | undefined;
}

/** Types published solutions into consoles for whoever wants to see a score without doing the work. */
export class SolutionTyping {
  readonly #options: SolutionTypingOptions;
  readonly #progress = new Map<string, Map<string, TypingProgress>>();
  readonly #stop = new AbortController();
  readonly #running = new Set<Promise<void>>();

  constructor(options: SolutionTypingOptions) {
    this.#options = options;
  }

  progress(sessionId: string): readonly TypingProgress[] {
    return [...(this.#progress.get(sessionId)?.values() ?? [])];
  }

  /** Starts and returns. A device that is being typed into already is left alone. */
  start(sessionId: string, scripts: readonly DeviceScript[]): void {
    for (const script of scripts) {
      if (this.#progress.get(sessionId)?.get(script.label)?.state === 'typing') continue;
      const job = this.#type(sessionId, script);
      this.#running.add(job);
      void job.finally(() => this.#running.delete(job));
    }
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await Promise.all(this.#running);
  }

  async #type(sessionId: string, { label, lines }: DeviceScript): Promise<void> {
    const { model, consoles, clock, promptMs = 5000, pauseMs = 30 } = this.#options;
    const total = fullScript(lines).length;
    let typed = 0;
    let refused = 0;
    const tell = (state: TypingProgress['state'], message?: string): void => {
      const devices = this.#progress.get(sessionId) ?? new Map<string, TypingProgress>();
      this.#progress.set(sessionId, devices.set(label, { label, state, typed, total, message }));
    };
    const onTyped = (isRefused: boolean): void => {
      typed += 1;
      refused += isRefused ? 1 : 0;
      model.typed(sessionId);
      tell('typing');
    };
    tell('typing');
    try {
      const console = consoles.open(sessionId, label);
      if (console === undefined) throw new Error('there is no console to type into');
      await typeLines({ console, lines, clock, signal: this.#stop.signal, promptMs, pauseMs, onTyped });
      tell('done', refused === 0 ? undefined : `${refused} lines were refused by the device`);
    } catch (error) {
      tell('failed', error instanceof Error ? error.message : 'stopped');
    }
  }
}
