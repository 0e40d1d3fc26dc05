import { type KeepRound, KeptWork, keepRoundIn, keepRoundKey } from '@lcm/core/contracts/saved-configurations';
import { OfSession } from '@lcm/core/contracts/session';
import { isKept, restorable, type Session, type SessionId } from '@lcm/core/domain/session';
import { ok, reject } from '@lcm/core/kernel';
import { type Coordination, CoordinationError } from '@lcm/core/ports/coordination';
import { unknown } from '../../application/change.ts';
import { defineQuery } from '../../application/operation.ts';
import { maySee } from '../../application/ownership.ts';
import { settingsNow } from '../../application/settings-now.ts';
import type { Views } from '../../application/views.ts';

interface Deps {
  readonly views: Views;
  readonly coordination: Coordination;
}

/** The history says what was kept and when that changed; only the round that was tried last says when it was seen last. */
export const getKeptWork = defineQuery({
  name: 'GetKeptWork',
  summary: 'How much of what was done in a session would outlive its host',
  allow: 'session:own',
  input: OfSession,
  output: KeptWork,
  async handle({ sessionId: id }, { actor }, { views, coordination }: Deps) {
    const session = views.get('session', id)?.state;
    if (session === undefined || !maySee(actor, session)) return reject(unknown('session', id));
    const round = isKept(session) ? await lastRound(id, coordination) : undefined;
    const everyMinutes = settingsNow(views)['sessions.keepMinutes'];
    return ok({ isKept: isKept(session), everyMinutes, ...keptOf(session, round), ...triedIn(round) });
  },
});

function keptOf(session: Session, round: KeepRound | undefined): Pick<KeptWork, 'keptAt' | 'changedAt'> {
  const saved = restorable(session);
  return saved === undefined ? {} : { keptAt: later(saved.at, round?.keptAt), changedAt: saved.at };
}

function triedIn(round: KeepRound | undefined): Pick<KeptWork, 'triedAt' | 'trouble' | 'unread'> {
  return round === undefined
    ? { unread: [] }
    : { triedAt: round.triedAt, trouble: round.trouble, unread: round.unread };
}

function later<At extends number>(one: At, other: At | undefined): At {
  return other !== undefined && other > one ? other : one;
}

/** None while the coordination store is away: what is written down is still shown. */
async function lastRound(id: SessionId, coordination: Coordination): Promise<KeepRound | undefined> {
  try {
    const { items } = await coordination.list(keepRoundKey(id));
    return items.map(({ value }) => keepRoundIn(value)).find((round) => round?.sessionId === id);
  } catch (error) {
    if (error instanceof CoordinationError) return undefined;
    throw error;
  }
}
