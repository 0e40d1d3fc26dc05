import { MyMail } from '@lcm/core/contracts/person';
import { nothing } from '@lcm/core/contracts/primitives';
import { personIdOf } from '@lcm/core/domain/person';
import { ok } from '@lcm/core/kernel';
import { defineQuery } from '../../application/operation.ts';
import { type MyMailDeps, myMail } from '../../application/people/my-mail.ts';

export const getMyMail = defineQuery({
  name: 'GetMyMail',
  summary: 'What you are told by mail, and where',
  allow: 'session:own',
  input: nothing,
  output: MyMail,
  async handle(_asked, { actor }, deps: MyMailDeps) {
    return ok(await myMail(deps.views.get('person', personIdOf(actor.id))?.state, deps));
  },
});
