import type { Measurement } from './views.ts';

/** What is measured while somebody looks; nothing of it is kept here. */
export interface Measurements {
  /** The data of one message of the stream. */
  readonly receive: (data: string) => void;
  /** Answers with how to stop. */
  readonly follow: (workerId: string, listener: (news: Measurement) => void) => () => void;
}

function decode(data: string): Measurement | undefined {
  try {
    const message: unknown = JSON.parse(data);
    if (typeof message !== 'object' || message === null || !('samples' in message)) return undefined;
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the server encodes these messages by the contract this type comes from
    return message as Measurement;
  } catch {
    return undefined;
  }
}

export function createMeasurements(): Measurements {
  const listeners = new Map<string, Set<(news: Measurement) => void>>();
  return {
    receive: (data) => {
      const news = decode(data);
      if (news === undefined) return;
      for (const listener of listeners.get(news.workerId) ?? []) listener(news);
    },
    follow: (workerId, listener) => {
      const own = listeners.get(workerId) ?? new Set();
      listeners.set(workerId, own.add(listener));
      return () => {
        own.delete(listener);
      };
    },
  };
}
