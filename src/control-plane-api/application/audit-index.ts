import type { AuditRow, Predicate } from '@lcm/core/domain/query';
import type { PublishedCommit } from '@lcm/core/ports/state-store';
import type { CommitLog } from './commit-log.ts';

/** Rows looked at for one answer, at most: a question that nothing fits must end too, and others wait meanwhile. */
const reach = 200_000;

export interface AuditQuestion {
  /** Only what came before this position. */
  readonly before?: number | undefined;
  /** Only what came after it. */
  readonly after?: number | undefined;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly holds: Predicate<AuditRow>;
}

export interface AuditFound {
  /** Newest first. */
  readonly positions: readonly number[];
  /** Where to go on; undefined when there is nothing older. */
  readonly next?: number | undefined;
}

/**
 * What can be asked of every commit, in memory and in step with the log: without it each page would read the whole store.
 * Words are kept once, a commit is a handful of numbers.
 */
export class AuditIndex {
  // Positions have no gaps and start at one, so a row's place says its position.
  readonly #at: number[] = [];
  readonly #facts: number[] = [];
  readonly #subjects: number[] = [];
  readonly #correlations: number[] = [];
  readonly #kinds = new Known<Facts>();
  readonly #texts = new Known<string>();

  constructor(log: CommitLog) {
    log.follow((commits) => {
      for (const commit of commits) this.#add(commit);
    });
  }

  /** The newest position. */
  get head(): number {
    return this.#at.length;
  }

  find(question: AuditQuestion, limit: number): AuditFound {
    const newest = Math.min((question.before ?? this.head + 1) - 1, this.head);
    const oldest = Math.max(question.after ?? 0, newest - reach);
    const positions: number[] = [];
    let position = newest;
    for (; position > oldest && positions.length < limit; position -= 1) {
      if (this.#fits(position, question)) positions.push(position);
    }
    return { positions, next: position > (question.after ?? 0) ? position + 1 : undefined };
  }

  #fits(position: number, { from = 0, to = Number.POSITIVE_INFINITY, holds }: AuditQuestion): boolean {
    const at = this.#at[position - 1] ?? 0;
    return at >= from && at < to && holds(this.#row(position - 1, at));
  }

  #row(index: number, at: number): AuditRow {
    const { by, operation, kind, events } = this.#kinds.get(this.#facts[index]);
    const subject = this.#texts.get(this.#subjects[index]);
    return { at, by, operation, kind, events, subject, correlationId: this.#texts.get(this.#correlations[index]) };
  }

  #add({ at, by, operation, stream, correlationId, events }: PublishedCommit): void {
    const { kind, id } = subjectOf(stream);
    const types = [...new Set(events.map(({ type }) => type))];
    const facts = { by, operation, kind, events: types };
    this.#at.push(at);
    this.#facts.push(this.#kinds.numberOf(JSON.stringify(facts), facts));
    this.#subjects.push(this.#texts.numberOf(id, id));
    this.#correlations.push(this.#texts.numberOf(correlationId, correlationId));
  }
}

/** What many commits have in common. */
type Facts = Pick<AuditRow, 'by' | 'operation' | 'kind' | 'events'>;

export function subjectOf(stream: string): { readonly kind: string; readonly id: string } {
  const slash = stream.indexOf('/');
  return { kind: stream.slice(0, slash), id: stream.slice(slash + 1) };
}

/** Each value once, by a small number. */
class Known<Value> {
  readonly #numbers = new Map<string, number>();
  readonly #values: Value[] = [];

  numberOf(key: string, value: Value): number {
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.#values.length);
    return this.#values.push(value) - 1;
  }

  /** @throws when nobody was told that number */
  get(number: number | undefined): Value {
    const value = number === undefined ? undefined : this.#values[number];
    if (value === undefined) throw new Error(`nothing has the number ${number}`);
    return value;
  }
}
