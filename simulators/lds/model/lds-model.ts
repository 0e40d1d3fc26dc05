import { type Clock, type Instant, instant, ok, type Random, type Result, reject, toIso, uuid } from '@lcm/core/kernel';
import type { DeliveryDevice, DeliveryState } from '@lcm/core/ports/lab-delivery';
import { type FaultRequest, Faults } from './faults.ts';
import {
  type CandidateAction,
  candidateActions,
  candidateCan,
  type EventKind,
  eventTypes,
  isReleased,
} from './lifecycle.ts';
import { Outbox, type Outgoing } from './outbox.ts';
import { type Effect, type Effects, type LdsSession, type LdsState, ldsState, noEffects } from './state.ts';

export interface LdsSettings {
  /** Between release and archived. */
  readonly archivingMs: number;
  /** The `source` of our CloudEvents. */
  readonly source: string;
  readonly retryFirstMs: number;
  readonly retryMaxMs: number;
}

export const defaultLdsSettings: LdsSettings = {
  archivingMs: 2000,
  source: '/lds/simulator',
  retryFirstMs: 500,
  retryMaxMs: 30_000,
};

export interface LdsModelOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly settings?: Partial<LdsSettings>;
  /** What `toJSON` gave before a restart. */
  readonly saved?: unknown;
}

export interface SessionRequest {
  readonly authIdType: string;
  readonly authId: string;
  readonly candidate: string;
  readonly scheduledAt: Instant;
  readonly forms: readonly string[];
}

export type LdsRejection =
  | { readonly code: 'session.unknown'; readonly id: string }
  | { readonly code: 'part.unknown'; readonly part: number }
  | { readonly code: 'device.duplicate-label'; readonly label: string }
  | { readonly code: 'session.wrong-state'; readonly state: DeliveryState; readonly action: string };

export type LdsAnswer = Result<LdsSession, LdsRejection>;

/** What is to go wrong with the call that was just announced. */
export interface Trouble {
  readonly outage: boolean;
  readonly slowMs: number;
  readonly loseAnswer: boolean;
}

/** The Lab Delivery System as a state machine: synchronous, deterministic, restartable at any point. */
export class LdsModel {
  readonly clock: Clock;
  readonly #random: Random;
  readonly #settings: LdsSettings;
  readonly #sessions = new Map<string, LdsSession>();
  readonly #byAuth = new Map<string, string>();
  readonly #outbox: Outbox;
  readonly #faults: Faults;
  readonly #effects: Effects;
  readonly #watchers = new Set<() => void>();
  readonly launchKey: string;

  constructor({ clock, random, settings, saved }: LdsModelOptions) {
    this.clock = clock;
    this.#random = random;
    this.#settings = { ...defaultLdsSettings, ...settings };
    const state = saved === undefined ? newState(random) : ldsState.parse(saved);
    const backoff = { firstMs: this.#settings.retryFirstMs, maxMs: this.#settings.retryMaxMs };
    this.#outbox = new Outbox(backoff, state.outbox);
    this.#faults = new Faults(state.faults);
    this.#effects = { ...state.effects };
    this.launchKey = state.launchKey;
    for (const session of state.sessions) this.#store(session);
  }

  /** Called after every change, before anybody hears of it: the place to make it durable. */
  watch(watcher: () => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  /** Idempotent by (authIdType, authId). */
  provision(request: SessionRequest): LdsSession {
    const known = this.#byAuth.get(authKey(request));
    const session = known === undefined ? undefined : this.session(known);
    return session ?? this.#create(request);
  }

  sessions(): LdsSession[] {
    return [...this.#sessions.values()].map((session) => this.#aged(session));
  }

  session(id: string): LdsSession | undefined {
    const session = this.#sessions.get(id);
    return session && this.#aged(session);
  }

  /** Replaces the devices of part `part`, counted from 1. */
  setDevices(id: string, part: number, devices: readonly DeliveryDevice[]): LdsAnswer {
    const session = this.session(id);
    if (session === undefined) return reject({ code: 'session.unknown', id });
    if (isReleased(session.state)) return wrongState(session, 'set devices');
    if (session.parts[part - 1] === undefined) return reject({ code: 'part.unknown', part });
    const twice = devices.find(({ label }, at) => devices.findIndex((other) => other.label === label) !== at);
    if (twice !== undefined) return reject({ code: 'device.duplicate-label', label: twice.label });
    const parts = session.parts.map((old, at) => (at === part - 1 ? { ...old, devices: [...devices] } : old));
    this.#store({ ...session, parts });
    this.#effects.devicesSet += 1;
    if (session.state === 'PENDING' && this.#faults.spend('event-early') !== undefined) this.#step(id, 'start');
    this.#changed();
    return ok(this.#get(id));
  }

  /** The candidate acts. Doing again what is already so changes nothing. */
  act(id: string, action: CandidateAction): LdsAnswer {
    const session = this.session(id);
    if (session === undefined) return reject({ code: 'session.unknown', id });
    if (session.state === candidateActions[action].to) return ok(session);
    if (!candidateCan(action, session.state)) return wrongState(session, action);
    this.#step(id, action);
    this.#changed();
    return ok(this.#get(id));
  }

  /** Whether the candidate may still be sent there. */
  launchable(id: string): LdsAnswer {
    const session = this.session(id);
    if (session === undefined) return reject({ code: 'session.unknown', id });
    return isReleased(session.state) ? wrongState(session, 'launch') : ok(session);
  }

  /** The candidate followed a launch URL. */
  opened(id: string): void {
    const session = this.session(id);
    if (session === undefined || session.openedAt !== undefined) return;
    this.#store({ ...session, openedAt: this.clock.now() });
    this.#changed();
  }

  /** The candidate, or somebody for them, typed a line into a console. */
  typed(id: string): void {
    const session = this.session(id);
    if (session !== undefined) this.#store({ ...session, linesTyped: session.linesTyped + 1 });
  }

  /** Ends and archives, from any state. Repeating it is fine. */
  release(id: string): LdsAnswer {
    const session = this.session(id);
    if (session === undefined) return reject({ code: 'session.unknown', id });
    if (isReleased(session.state)) return ok(session);
    const now = this.clock.now();
    const wasLive = session.state === 'RUNNING' || session.state === 'PAUSED';
    const archivedAt = instant(now + this.#settings.archivingMs);
    const released = { ...session, state: 'ARCHIVING' as const, endedAt: session.endedAt ?? now, archivedAt };
    this.#store(released);
    if (wasLive) this.#queue(released, 'ended');
    this.#effects.released += 1;
    this.#changed();
    return ok(this.#get(id));
  }

  /** Announces a call from outside: spends the faults that are armed for it. */
  trouble(): Trouble {
    const outage = this.isDown();
    const slowMs = outage ? undefined : this.#faults.spend('slow');
    const lost = outage ? undefined : this.#faults.spend('answer-lost');
    if (slowMs !== undefined || lost !== undefined) this.#changed();
    return { outage, slowMs: slowMs ?? 0, loseAnswer: lost !== undefined };
  }

  isDown(): boolean {
    return this.#faults.isOutage(this.clock.now());
  }

  arm(fault: FaultRequest): void {
    this.#faults.arm(fault, this.clock.now());
    this.#changed();
  }

  clearFaults(): void {
    this.#faults.clear();
    this.#changed();
  }

  /** Events that may be sent now: at most one per session, the oldest. */
  dueEvents(): Outgoing[] {
    return this.#outbox.due(this.clock.now());
  }

  nextEventAt(except: { has(sessionId: string): boolean }): Instant | undefined {
    return this.#outbox.nextAt(except);
  }

  acknowledged(event: Outgoing): void {
    this.#outbox.acknowledged(event);
    this.#effects.eventsAcknowledged += 1;
    this.#changed();
  }

  notAcknowledged(event: Outgoing, why: string): void {
    this.#outbox.failed(event, why, this.clock.now());
    this.#changed();
  }

  /** What really happened, counted: a repeated request adds nothing. */
  effects(): Effects {
    return { ...this.#effects };
  }

  toJSON(): LdsState {
    return {
      sessions: [...this.#sessions.values()],
      outbox: this.#outbox.toJSON(),
      faults: this.#faults.toJSON(),
      effects: this.effects(),
      launchKey: this.launchKey,
    };
  }

  #create({ authIdType, authId, candidate, scheduledAt, forms }: SessionRequest): LdsSession {
    const session: LdsSession = {
      id: uuid(this.#random),
      authIdType,
      authId,
      candidate,
      scheduledAt,
      createdAt: this.clock.now(),
      state: 'PENDING',
      parts: forms.map((formQualifiedName) => ({ formQualifiedName, devices: [] })),
      pausedMs: 0,
      linesTyped: 0,
    };
    this.#store(session);
    this.#effects.created += 1;
    this.#changed();
    return session;
  }

  #step(id: string, action: CandidateAction): void {
    const session = this.#get(id);
    const { to, event } = candidateActions[action];
    const next = { ...session, ...timesAfter(session, to, this.clock.now()), state: to };
    this.#store(next);
    this.#effects[effectOf[action]] += 1;
    this.#queue(next, event);
  }

  #queue(session: LdsSession, kind: EventKind): void {
    if (this.#faults.spend('event-lost') !== undefined) return;
    const now = this.clock.now();
    const at = toIso(now);
    const { id: session_id, authId: reference, state } = session;
    const event = {
      specversion: '1.0',
      id: uuid(this.#random),
      source: this.#settings.source,
      type: eventTypes[kind],
      subject: reference,
      time: at,
      datacontenttype: 'application/json',
      data: { session_id, reference, state, at },
    } as const;
    const delayMs = this.#faults.spend('event-delayed') ?? 0;
    const heldMs = this.#faults.spend('event-out-of-order');
    const copies = this.#faults.spend('event-duplicated') === undefined ? 1 : 2;
    const notBefore = instant(now + delayMs + (heldMs ?? 0));
    const entry = { sessionId: session_id, event, attempts: 0, notBefore, copies, held: heldMs !== undefined };
    this.#outbox.add(entry);
    this.#effects.eventsQueued += 1;
  }

  #store(session: LdsSession): void {
    this.#sessions.set(session.id, session);
    this.#byAuth.set(authKey(session), session.id);
  }

  #get(id: string): LdsSession {
    const session = this.session(id);
    if (session === undefined) throw new Error(`session ${id} vanished`);
    return session;
  }

  #aged(session: LdsSession): LdsSession {
    const { state, archivedAt } = session;
    const isOver = state === 'ARCHIVING' && archivedAt !== undefined && archivedAt <= this.clock.now();
    return isOver ? { ...session, state: 'ARCHIVED' } : session;
  }

  #changed(): void {
    for (const watcher of this.#watchers) watcher();
  }
}

const effectOf = {
  start: 'started',
  pause: 'paused',
  resume: 'resumed',
  finish: 'finished',
} as const satisfies Record<CandidateAction, Effect>;

function newState(random: Random): LdsState {
  return { sessions: [], outbox: [], faults: [], effects: noEffects, launchKey: `${uuid(random)}${uuid(random)}` };
}

function authKey({ authIdType, authId }: Pick<LdsSession, 'authIdType' | 'authId'>): string {
  return JSON.stringify([authIdType, authId]);
}

function wrongState({ state }: LdsSession, action: string): LdsAnswer {
  return reject({ code: 'session.wrong-state', state, action });
}

function timesAfter(session: LdsSession, to: DeliveryState, now: Instant): Partial<LdsSession> {
  const pausedMs = session.pausedAt === undefined ? session.pausedMs : session.pausedMs + (now - session.pausedAt);
  if (to === 'PAUSED') return { pausedAt: now };
  if (to === 'RUNNING') return { pausedMs, pausedAt: undefined, startedAt: session.startedAt ?? now };
  return { pausedMs, pausedAt: undefined, endedAt: now };
}
