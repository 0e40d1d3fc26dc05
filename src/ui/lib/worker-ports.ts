import { type Actor, whyNot } from '@lcm/core/domain/access';
import { plural } from './format.ts';
import { doing, whyNotOnHost } from './lab-words.ts';
import type { Tone } from './tones.ts';
import type { LabRecord, PortUse, Worker } from './views.ts';

/** What is other than promised first, each by its number. */
export function portsInOrder(uses: readonly PortUse[]): readonly PortUse[] {
  return uses.toSorted((a, b) => Number(b.drift !== undefined) - Number(a.drift !== undefined) || a.port - b.port);
}

export function portsSummary(uses: readonly PortUse[]): string {
  const drifted = uses.filter(({ drift }) => drift !== undefined).length;
  if (uses.length === 0) return 'No session was promised one of its ports, and no lab holds one.';
  const promised = uses.filter((use) => use.promised !== undefined).length;
  const held = uses.filter((use) => use.held.length > 0).length;
  const are = `${plural(promised, 'port')} promised to sessions, ${held} held by labs`;
  return drifted === 0 ? `${are}: none is other than promised.` : `${are}: ${drifted} other than promised.`;
}

interface DriftWords {
  readonly label: string;
  readonly tone: Tone;
  readonly means: string;
  /** What settling the ports of the lab does. */
  readonly settling: string;
}

export const driftWords: Readonly<Record<NonNullable<PortUse['drift']>, DriftWords>> = {
  unpromised: {
    label: 'Promised to nobody',
    tone: 'warn',
    means: 'No session gets it while the lab is there: leave it so, and the lab keeps it.',
    settling:
      'Its nodes lose the ports among those of sessions that nobody promised them: whoever reaches them there is cut off. ' +
      'Sessions may be given those ports from then on.',
  },
  clash: {
    label: 'Promised to another session',
    tone: 'bad',
    means:
      'Whoever was there first has it. A session that has not begun may be placed anew instead, and gets another port.',
    settling:
      'Its nodes lose the ports that were promised to others: whoever reaches them there is cut off, and the session gets ' +
      'what it was promised.',
  },
  closed: {
    label: 'Not open',
    tone: 'bad',
    means: 'The lab of the session does not open it: its tags were changed in CML.',
    settling: 'Its nodes open the ports that their session was promised, and no others of sessions.',
  },
};

/** Why the ports of a lab cannot be settled now. */
export function whyNotSettle(actor: Actor, lab: LabRecord | undefined, worker: Worker): string | undefined {
  const { pending } = lab ?? {};
  const busy = pending && `${doing[pending.action]}: one thing at a time`;
  return whyNot(actor, 'lab:operate') ?? whyNotOnHost(worker) ?? busy;
}
