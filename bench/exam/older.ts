import type { Random } from '@lcm/core/kernel';
import { Meter, type Outcome, readyMs } from './account.ts';
import { Agenda } from './agenda.ts';
import { type Exam, monthMs } from './calendar.ts';
import { host, type Nature, natureOf } from './nature.ts';

const minute = 60_000;
const seconds = 1_000;

/** The figures of the older system, as it is delivered. */
const older = {
  pollMs: 30 * seconds,
  eligibleMs: 35 * minute,
  instantiateMs: 20 * minute,
  idleMs: 60 * minute,
  idleCheckMs: 30 * minute,
  mostWorkers: 10,
} as const;

interface OlderHost {
  state: 'coming' | 'running' | 'gone';
  cores: number;
  memoryMiB: number;
  sessions: number;
  lastActivity: number;
}

/**
 * The older system's rule: a session is looked at 35 minutes before its start, goes to the fullest running worker that has
 * room now, and where none has, a new worker is asked for. A worker without activity for an hour is switched off, and is
 * not started again. What it is spared: it asks for one worker at a time, and never switches one off under a session.
 */
export class OlderMonth {
  readonly #agenda = new Agenda();
  readonly #meter = new Meter();
  readonly #nature: Nature;
  readonly #exams: readonly Exam[];
  #hosts: OlderHost[] = [];
  #counts = { ready: 0, boots: 0 };

  constructor(exams: readonly Exam[], random: Random) {
    this.#exams = exams.filter(({ cancelledAt }) => cancelledAt === undefined);
    this.#nature = natureOf(random);
    this.#agenda.now = -60 * minute;
    for (const exam of this.#exams) {
      const eligibleAt = Math.max(exam.bookedAt, exam.start - older.eligibleMs);
      this.#agenda.at(Math.ceil(eligibleAt / older.pollMs) * older.pollMs, () => this.#offer(exam));
    }
  }

  run(): Outcome {
    this.#agenda.run(monthMs);
    const { ready, boots } = this.#counts;
    return { ready, late: this.#exams.length - ready, refused: 0, boots, moves: 0, ...this.#meter.read() };
  }

  #offer(exam: Exam): void {
    if (this.#agenda.now >= exam.endsAt) return;
    const chosen = this.#fullestFor(exam);
    if (chosen !== undefined) {
      this.#assign(exam, chosen);
      return;
    }
    const isComing = this.#hosts.some(({ state }) => state === 'coming');
    const active = this.#hosts.filter(({ state }) => state !== 'gone').length;
    if (!isComing && active < older.mostWorkers) this.#launch();
    this.#agenda.at(this.#agenda.now + older.pollMs, () => this.#offer(exam));
  }

  #fullestFor({ lab }: Exam): OlderHost | undefined {
    const fits = this.#hosts.filter(
      ({ state, cores, memoryMiB }) =>
        state === 'running' && cores + lab.cores <= host.cpuCores && memoryMiB + lab.memoryMiB <= host.memoryMiB,
    );
    return fits.toSorted((a, b) => scoreOf(b) - scoreOf(a))[0];
  }

  #assign(exam: Exam, to: OlderHost): void {
    const { lab, start, endsAt } = exam;
    to.cores += lab.cores;
    to.memoryMiB += lab.memoryMiB;
    to.sessions += 1;
    const beginsAt = Math.max(this.#agenda.now, start - older.instantiateMs);
    const readyAt = beginsAt + this.#nature.prepare(lab);
    if (readyAt <= start - readyMs) this.#counts.ready += 1;
    this.#agenda.at(Math.max(readyAt, endsAt) + this.#nature.cleanUp(), () => {
      to.cores -= lab.cores;
      to.memoryMiB -= lab.memoryMiB;
      to.sessions -= 1;
      to.lastActivity = this.#agenda.now;
    });
  }

  #launch(): void {
    const { ms, fails } = this.#nature.boot('launch');
    const { now } = this.#agenda;
    const launched: OlderHost = { state: 'coming', cores: 0, memoryMiB: 0, sessions: 0, lastActivity: now };
    this.#hosts.push(launched);
    this.#meter.on(now);
    this.#counts.boots += 1;
    this.#agenda.at(now + ms, () => {
      launched.state = 'running';
      launched.lastActivity = this.#agenda.now;
      if (fails) this.#end(launched);
      else this.#check(launched);
    });
  }

  #check(running: OlderHost): void {
    this.#agenda.at(this.#agenda.now + older.idleCheckMs, () => {
      const isIdle = running.sessions === 0 && this.#agenda.now - running.lastActivity >= older.idleMs;
      if (isIdle) this.#end(running);
      else this.#check(running);
    });
  }

  #end(ended: OlderHost): void {
    ended.state = 'gone';
    this.#meter.off(this.#agenda.now);
    this.#hosts = this.#hosts.filter(({ state }) => state !== 'gone');
  }
}

function scoreOf({ cores, memoryMiB, sessions }: OlderHost): number {
  return (cores / host.cpuCores + memoryMiB / host.memoryMiB) / 2 + Math.min(0.05, sessions * 0.01);
}
