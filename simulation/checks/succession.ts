import type { Fence } from '@lcm/core/contracts/primitives';
import type { Clock } from '@lcm/core/kernel';
import type { Commit } from '@lcm/core/ports/state-store';
import type { Sender } from '../process/sender.ts';
import type { Leaders, Term } from './leaders.ts';
import type { Report } from './violation.ts';

/** The first word of each leader on one stream, by the number of its term. */
type Words = Map<number, number>;

/** Something done outside that cannot be undone, to whatever a stream is about. */
export interface Effect {
  readonly process: string;
  readonly stream: string;
  readonly what: string;
}

/**
 * I9, by who truly leads. Nothing of a superseded leader lands on a stream that its successor has touched, without
 * exception. What it does outside is another matter: nobody there knows of leaders, so it has to ask its own clock first.
 * That is kept for as long as the store keeps its word about the lease; what is left is counted as `windows`.
 */
export class Succession {
  /** Effects outside that came after a successor's first word where nothing was promised: see SPEC 8.6. */
  windows = 0;
  readonly #leaders: Leaders;
  readonly #clock: Clock;
  readonly #report: Report;
  readonly #words = new Map<string, Words>();

  constructor({ leaders, clock, report }: { leaders: Leaders; clock: Clock; report: Report }) {
    this.#leaders = leaders;
    this.#clock = clock;
    this.#report = report;
  }

  committed(commit: Commit, by: Sender | undefined): void {
    const { stream } = commit;
    if (by?.fence === undefined) return;
    const term = this.#leaders.termOf(by.process, by.fence);
    if (term === undefined) this.#report('I9', `${by.process} speaks as ${inWords(by.fence)}, which it never won`);
    if (term) this.#spoken(term, stream, commit.operation);
  }

  #spoken(term: Term, stream: string, operation: string): void {
    const words = this.#wordsOn(term.election, stream);
    const later = this.#successor(term, words);
    if (later !== undefined) {
      this.#report(
        'I9',
        `${operation} of leader ${term.number} (${term.process}) landed on ${stream} after leader ${later} had spoken`,
      );
    }
    if (!words.has(term.number)) words.set(term.number, this.#clock.monotonic());
  }

  /** Before it is sent: whether whoever sends it could have known better. */
  issued({ process, stream, what }: Effect): void {
    const term = this.#leaders.latestOf(process);
    if (term === undefined || this.#successor(term, this.#wordsOn(term.election, stream)) === undefined) return;
    const trusted = term.isRevoked || this.#clock.monotonic() < term.heldUntil;
    if (trusted) this.windows += 1;
    else
      this.#report('I9', `${process} sent "${what}" for ${stream} when its lease was over and a successor had spoken`);
  }

  #successor(term: Term, words: Words): number | undefined {
    return [...words.keys()].find((number) => number > term.number);
  }

  #wordsOn(election: string, stream: string): Words {
    const key = `${election} ${stream}`;
    const known = this.#words.get(key);
    if (known) return known;
    const fresh: Words = new Map();
    this.#words.set(key, fresh);
    return fresh;
  }
}

function inWords({ election, token }: Fence): string {
  return `${election} ${token}`;
}
