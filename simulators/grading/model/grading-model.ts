import type { GradingRules } from '@lcm/core/domain/grading';
import { type Clock, type Instant, instant, type Random, toIso } from '@lcm/core/kernel';
import { type FaultRequest, Faults } from './faults.ts';
import { judge, rulesetOf } from './judge.ts';
import { type News, newsOf } from './news.ts';
import { EngineState, type Part, type Session, type SessionOrder } from './state.ts';

export type RulesOf = (form: string) => GradingRules | undefined;

export interface GradingModelOptions {
  readonly clock: Clock;
  readonly random: Random;
  /** By the name of the content. */
  readonly rulesOf: RulesOf;
  /** How long a grading takes at least and at most. */
  readonly takesMs?: { readonly least: number; readonly most: number } | undefined;
  readonly saved?: unknown;
}

export type Refusal = { readonly status: 404 | 422; readonly detail: string };

/** The engine without a network: sessions, their parts, and what becomes of them by the clock. */
export class GradingModel {
  readonly faults = new Faults();
  readonly clock: Clock;
  readonly #random: Random;
  readonly #rulesOf: RulesOf;
  readonly #takesMs: { readonly least: number; readonly most: number };
  readonly #sessions: Map<string, Session>;
  #news: readonly News[] = [];
  /** How often a grading was begun. */
  begun = 0;

  constructor({ clock, random, rulesOf, takesMs = { least: 2_000, most: 20_000 }, saved }: GradingModelOptions) {
    this.clock = clock;
    this.#random = random;
    this.#rulesOf = rulesOf;
    this.#takesMs = takesMs;
    const sessions = saved === undefined ? [] : EngineState.parse(saved).sessions;
    this.#sessions = new Map(sessions.map((session) => [session.id, session]));
  }

  arm(fault: FaultRequest): void {
    this.faults.arm(fault, this.clock.now());
  }

  session(id: string): Session | undefined {
    this.settle();
    return this.#sessions.get(id);
  }

  create({ id, candidateId, parts }: SessionOrder): Session | Refusal {
    if (this.#sessions.has(id)) return { status: 422, detail: `a session ${id} exists` };
    const unknown = parts.find((part) => this.#rulesOf(part.id) === undefined);
    if (unknown !== undefined) return { status: 422, detail: `no grading toolkit is known for ${unknown.id}` };
    const createdAt = toIso(this.clock.now());
    const made = parts.map((part): Part => ({ ...part, createdAt, status: 'created' }));
    return this.#put({ id, createdAt, candidateId, parts: made });
  }

  /** Begins to grade a part; one that is under way goes on. */
  grade(id: string, partId: string): Session | Refusal {
    const session = this.session(id);
    const part = session?.parts.find((one) => one.id === partId);
    if (session === undefined || part === undefined)
      return { status: 404, detail: `there is no part ${partId} in ${id}` };
    if (part.status === 'locked') return { status: 422, detail: 'its score is locked' };
    if (part.status === 'grading') return session;
    this.begun += 1;
    const { least, most } = this.#takesMs;
    const until = instant(Math.round(this.clock.now() + least + this.#random.next() * (most - least)));
    if (this.faults.spend('event-early') !== undefined) this.#tell(session.id, { ...part, status: 'grading' });
    return this.#replace(session, { ...part, status: 'grading', until });
  }

  ruleset(form: string): unknown {
    const rules = this.#rulesOf(form);
    return rules && rulesetOf(form, rules);
  }

  /** What the clock has brought about since somebody looked last. */
  settle(): void {
    const now = this.clock.now();
    for (const session of this.#sessions.values()) {
      for (const part of session.parts) if (isDue(part, now)) this.#finish(session, part);
    }
  }

  /** What nobody has acknowledged yet. */
  news(): readonly News[] {
    this.settle();
    return this.#news;
  }

  acknowledged(told: News): void {
    this.#news = this.#news.filter((news) => news !== told);
  }

  toJSON(): { readonly sessions: readonly Session[] } {
    return { sessions: [...this.#sessions.values()] };
  }

  #finish(session: Session, part: Part): void {
    const graded = this.#graded(part);
    this.#replace(session, graded);
    if (this.faults.spend('event-lost') === undefined) this.#tell(session.id, graded);
  }

  #graded({ until, statusReason: _, ...part }: Part): Part {
    if (this.faults.spend('faulted') !== undefined) {
      return { ...part, status: 'faulted', statusReason: 'the output collector gave up' };
    }
    const rules = this.#rulesOf(part.id);
    if (rules === undefined) return { ...part, status: 'faulted', statusReason: 'its grading toolkit is gone' };
    const leavesOutLast = this.faults.spend('item-left-out') !== undefined;
    const scoreReport = judge(part, rules, { at: until ?? this.clock.now(), leavesOutLast });
    return { ...part, status: 'reviewing', scoreReport };
  }

  #tell(sessionId: string, part: Part): void {
    const news = newsOf(sessionId, part, { random: this.#random, at: this.clock.now() });
    const copies = this.faults.spend('event-duplicated') === undefined ? [news] : [news, { ...news }];
    this.#news = [...this.#news, ...copies];
  }

  #replace(session: Session, part: Part): Session {
    return this.#put({ ...session, parts: session.parts.map((one) => (one.id === part.id ? part : one)) });
  }

  #put(session: Session): Session {
    this.#sessions.set(session.id, session);
    return session;
  }
}

function isDue({ status, until }: Part, now: Instant): boolean {
  return status === 'grading' && (until === undefined || until <= now);
}
