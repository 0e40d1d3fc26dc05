import { CompactedError, type KeyValue } from '../../ports/coordination/index.ts';
import type { EmbeddedCoordination } from './embedded-coordination.ts';

interface Range {
  readonly key: string;
  readonly end: string;
  /** 0: all of it. */
  readonly limit: number;
  /** 0: as it is now. */
  readonly revision: number;
}

interface Page {
  readonly revision: number;
  readonly items: readonly KeyValue[];
  readonly more: boolean;
}

const remembered = 8;

/** Ranges as etcd gives them: page by page, the later ones as of the revision of the first for as long as it is not compacted. */
export class GatewayPages {
  readonly #store: EmbeddedCoordination;
  readonly #past = new Map<number, readonly KeyValue[]>();

  constructor(store: EmbeddedCoordination) {
    this.#store = store;
  }

  /** @throws CompactedError */
  async range({ key, end, limit, revision: asOf }: Range): Promise<Page> {
    const { revision, items } = await this.#store.list('');
    const then = asOf === 0 || asOf === revision ? items : this.#past.get(asOf);
    if (then === undefined) throw new CompactedError(`revision ${asOf} is not remembered`);
    const found = then.filter((item) => isWithin(item.key, key, end));
    const more = limit > 0 && found.length > limit;
    if (more) this.#remember(asOf === 0 ? revision : asOf, then);
    return { revision, items: more ? found.slice(0, limit) : found, more };
  }

  compact(revision: number): void {
    for (const past of this.#past.keys()) if (past < revision) this.#past.delete(past);
  }

  #remember(revision: number, items: readonly KeyValue[]): void {
    this.#past.set(revision, items);
    const [oldest] = this.#past.keys();
    if (this.#past.size > remembered && oldest !== undefined) this.#past.delete(oldest);
  }
}

/** Without an end it is one key; the end of everything is a zero byte. */
function isWithin(key: string, from: string, end: string): boolean {
  if (end === '') return key === from;
  return key >= from && (end === '\0' || key < end);
}
