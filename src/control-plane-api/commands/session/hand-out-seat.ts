import { HandOutSeat } from '@lcm/core/contracts/cohort';
import { SessionView } from '@lcm/core/contracts/session';
import { handOut } from '@lcm/core/domain/session';
import { written } from '../../application/change.ts';
import { defineCommand } from '../../application/operation.ts';
import { viewOf } from '../../application/view-of.ts';
import { changeOwn, type WishDeps } from '../../application/wishing.ts';

/** Gives a seat of a cohort that was booked for nobody yet to the person who will sit there. */
export const handOutSeat = defineCommand({
  name: 'HandOutSeat',
  summary: 'Give a seat of a cohort to a person',
  allow: 'session:all',
  input: HandOutSeat,
  output: SessionView,
  async handle({ sessionId, ownerId }, caller, deps: Pick<WishDeps, 'streams'>) {
    const asked = { sessionId, operation: 'HandOutSeat', caller };
    const by = caller.actor.id;
    return written(
      await changeOwn(asked, deps, (session, at) => handOut(session, ownerId, { by, at })),
      viewOf.session,
    );
  },
});
