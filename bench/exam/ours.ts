import { DefinitionId } from '@lcm/core/domain/definition';
import { SessionId } from '@lcm/core/domain/session';
import { ReservationId, type WorkerId } from '@lcm/core/domain/worker';
import { type Instant, instant, type Random } from '@lcm/core/kernel';
import {
  defaultPlacementSettings,
  type Fleet,
  learn,
  type Movable,
  nextFleetLook,
  type PlacementRequest,
  type PlacementSettings,
  place,
  planFleet,
  rearrange,
  rescue,
} from '@lcm/core/placement';
import { spec } from '../a-fleet.ts';
import { Meter, type Outcome, readyMs } from './account.ts';
import { Agenda } from './agenda.ts';
import { type Exam, type Lab, monthMs } from './calendar.ts';
import { Ledger, type Spent } from './ledger.ts';
import { importMs, type Nature, natureOf } from './nature.ts';
import { OurHosts } from './our-hosts.ts';

const minute = 60_000;
const epoch = Date.UTC(2026, 5, 1);
const mostHosts = 20;
const rearrangeMs = 20 * minute;
const aheadMs = 6 * 60 * minute;

interface Seat {
  readonly exam: Exam;
  readonly number: number;
  workerId: WorkerId;
  reservationId: string;
  from: number;
  readyAt: number | undefined;
  begun: boolean;
  over: boolean;
}

interface MovableSeat extends Movable {
  readonly seat: Seat;
}

/** Our placement and fleet planning, as they are in the product, on a month of bookings. */
export class OurMonth {
  readonly #agenda = new Agenda();
  readonly #meter = new Meter();
  readonly #ledger = new Ledger();
  readonly #nature: Nature;
  readonly #hosts: OurHosts;
  readonly #seats: Seat[] = [];
  readonly #prepared: Parameters<typeof learn>[1][number][] = [];
  #settings: PlacementSettings = { ...defaultPlacementSettings, importMs, ceilingPerRegion: mostHosts };
  #refused = 0;
  #moves = 0;
  #lookAt = Number.POSITIVE_INFINITY;

  constructor(exams: readonly Exam[], random: Random) {
    const [agenda, meter, ledger] = [this.#agenda, this.#meter, this.#ledger];
    agenda.now = Math.min(0, ...exams.map(({ bookedAt }) => bookedAt));
    this.#nature = natureOf(random);
    const onChange = (): void => this.#lookWithin(1_000);
    const onReady = ({ id }: { readonly id: string }): void => this.#prepareOn(id);
    this.#hosts = new OurHosts({ agenda, nature: this.#nature, meter, ledger, epoch, onChange, onReady });
    for (const [number, exam] of exams.entries()) agenda.at(exam.bookedAt, () => this.#book(exam, number));
    for (let at = agenda.now; at < monthMs; at += 60 * minute) agenda.at(at, () => this.#learn());
    for (let at = 0; at < monthMs; at += rearrangeMs)
      agenda.at(at, () => this.#move(rearrange(this.#movable(), this.#fleet())));
  }

  run(): Outcome & { readonly spent: Spent } {
    this.#agenda.run(monthMs);
    const promised = this.#seats.filter(({ exam }) => exam.cancelledAt === undefined);
    const ready = promised.filter(
      ({ exam, readyAt }) => readyAt !== undefined && readyAt <= exam.start - readyMs,
    ).length;
    const { boots } = this.#hosts;
    return {
      ready,
      late: promised.length - ready,
      refused: this.#refused,
      boots,
      moves: this.#moves,
      ...this.#meter.read(),
      spent: this.#ledger.read(monthMs),
    };
  }

  #learn(): void {
    this.#settings = { ...this.#settings, learned: learn(this.#hosts.workers, this.#prepared.slice(-300)) };
  }

  #book(exam: Exam, number: number): void {
    const decision = this.#place(exam);
    if (decision?.kind !== 'place') {
      this.#refused += 1;
      return;
    }
    const { worker, window } = decision;
    const seat: Seat = {
      exam,
      number,
      workerId: worker.id,
      reservationId: `res_${number}`,
      from: window.from,
      readyAt: undefined,
      begun: false,
      over: false,
    };
    this.#seats.push(seat);
    this.#hosts.reserve(worker.id, {
      id: ReservationId.parse(seat.reservationId),
      sessionId: SessionId.parse(`ses_${number}`),
      from: window.from,
      until: window.until,
      amounts: requestFor(exam, this.#at(exam.start)).needs,
      ports: {},
      confirmBy: this.#hosts.now,
      confirmed: true,
    });
    this.#beginAt(seat, window.from);
    if (exam.cancelledAt !== undefined) this.#agenda.at(exam.cancelledAt, () => this.#end(seat));
  }

  #place(exam: Exam): ReturnType<typeof place> | undefined {
    const request = requestFor(exam, this.#at(exam.start));
    const decision = place(request, this.#fleet());
    if (decision.kind !== 'plan') return decision;
    this.#hosts.plan();
    return place(request, this.#fleet());
  }

  #fleet(): Fleet {
    const { workers, now } = this.#hosts;
    const template = { name: 'metal', description: '', enabled: true, spec, bootMinutes: 25, updatedAt: now };
    return { workers, templates: [template], settings: this.#settings, now };
  }

  #begin(seat: Seat): void {
    if (seat.over) return;
    seat.begun = true;
    if (this.#hosts.isReady(seat.workerId)) this.#prepare(seat);
  }

  #prepareOn(workerId: string): void {
    for (const seat of this.#seats) {
      if (seat.workerId === workerId && seat.begun && !seat.over && seat.readyAt === undefined) this.#prepare(seat);
    }
  }

  #prepare(seat: Seat): void {
    const [from, { exam }] = [this.#hosts.now, seat];
    const readyAt = this.#agenda.now + this.#nature.prepare(exam.lab);
    seat.readyAt = readyAt;
    this.#prepared.push(preparedAs(exam.lab, from, this.#at(readyAt)));
    this.#agenda.at(Math.max(exam.endsAt, readyAt), () => {
      this.#agenda.at(this.#agenda.now + this.#nature.cleanUp(), () => this.#end(seat));
    });
  }

  /** Sessions of which nothing exists yet go where they need fewer hosts. */
  #movable(): readonly MovableSeat[] {
    const { now } = this.#hosts;
    const waiting = this.#seats.filter(
      ({ over, begun, from }) => !over && !begun && from > now && from < now + aheadMs,
    );
    return waiting.flatMap((seat) => {
      const reservation = this.#hosts.get(seat.workerId).reservations[ReservationId.parse(seat.reservationId)];
      const request = requestFor(seat.exam, this.#at(seat.exam.start));
      return reservation === undefined ? [] : [{ seat, request, workerId: seat.workerId, reservation }];
    });
  }

  #move(all: ReturnType<typeof rearrange<MovableSeat>>): void {
    for (const { moved, placed } of all) {
      const { seat, reservation } = moved;
      const { from, until } = placed.window;
      this.#hosts.release(seat.workerId, seat.reservationId);
      this.#hosts.reserve(placed.worker.id, { ...reservation, from, until });
      seat.workerId = placed.worker.id;
      this.#moves += 1;
      this.#beginAt(seat, from);
    }
  }

  #beginAt(seat: Seat, from: Instant): void {
    seat.from = from;
    this.#agenda.at(from - epoch, () => {
      if (seat.from === from && !seat.begun) this.#begin(seat);
    });
  }

  #end(seat: Seat): void {
    if (seat.over) return;
    seat.over = true;
    if (seat.begun) this.#ledger.stayed(seat.workerId, { from: seat.from - epoch, until: this.#agenda.now });
    this.#hosts.release(seat.workerId, seat.reservationId);
  }

  #lookWithin(ms: number): void {
    const at = this.#agenda.now + ms;
    if (at >= this.#lookAt) return;
    this.#lookAt = at;
    this.#agenda.at(at, () => {
      if (at !== this.#lookAt) return;
      this.#lookAt = Number.POSITIVE_INFINITY;
      this.#look();
    });
  }

  #look(): void {
    const { now } = this.#hosts;
    // As the scheduler does: before a host is woken, its sessions may find room elsewhere.
    const wakes = this.#steps().some(({ to }) => to === 'running');
    this.#move(wakes ? rearrange(this.#movable(), this.#fleet()) : []);
    this.#move(rescue(this.#movable(), this.#fleet()));
    for (const step of this.#steps()) this.#hosts.take(step);
    this.#lookWithin(Math.max(1_000, nextFleetLook(this.#hosts.workers, this.#settings, now)));
  }

  #steps(): ReturnType<typeof planFleet> {
    return planFleet(this.#hosts.workers, this.#settings, this.#hosts.now);
  }

  #at(ms: number): Instant {
    return instant(Math.round(epoch + ms));
  }
}

function requestFor({ lab, durationMs }: Exam, start: Instant): PlacementRequest {
  const needs = { cpuCores: lab.cores, memoryMiB: lab.memoryMiB, storageGiB: 4, nodes: lab.nodes };
  return { needs, portNames: [], bootSeconds: lab.bootSeconds, definitionId: idOf(lab), start, durationMs };
}

function idOf({ name }: Lab): DefinitionId {
  return DefinitionId.parse(`def_${name}`);
}

function preparedAs(lab: Lab, from: Instant, until: Instant): Parameters<typeof learn>[1][number] {
  const step = { status: 'done', attempts: 1, message: 'done' } as const;
  const progress = {
    instantiate: {
      await_worker: { ...step, startedAt: from, endedAt: from },
      start_lab: { ...step, startedAt: from, endedAt: until },
    },
  };
  return { definition: { id: idOf(lab) }, progress };
}
