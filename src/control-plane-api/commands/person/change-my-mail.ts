import { MailWishes, MyMail } from '@lcm/core/contracts/person';
import { changeWishes, personIdOf } from '@lcm/core/domain/person';
import { ok, reject } from '@lcm/core/kernel';
import { people } from '../../application/aggregates.ts';
import { defineCommand } from '../../application/operation.ts';
import { type MyMailDeps, myMail } from '../../application/people/my-mail.ts';
import { isZone } from '../../application/people/zone.ts';
import type { Streams } from '../../application/streams.ts';

interface Deps extends MyMailDeps {
  readonly streams: Streams;
}

export const changeMyMail = defineCommand({
  name: 'ChangeMyMail',
  summary: 'Choose what you are told by mail, how often, and in which time zone',
  allow: 'session:own',
  input: MailWishes,
  output: MyMail,
  async handle(wishes, caller, deps: Deps) {
    const { id: ownerId } = caller.actor;
    if (wishes.zone !== undefined && !isZone(wishes.zone)) {
      return reject({ code: 'person.unknown-zone', message: `There is no time zone ${wishes.zone}.` });
    }
    const subject = { aggregate: people, id: personIdOf(ownerId) };
    const before = deps.views.get('person', subject.id)?.state.mailKey;
    const changed = await deps.streams.change(subject, { operation: 'ChangeMyMail', caller }, (person, at) =>
      changeWishes(person, { ownerId, wishes }, at),
    );
    if (!changed.ok) return changed;
    if (before !== undefined && changed.value.state.mailKey === undefined) await deps.mailAddresses.forget(before);
    return ok({ output: await myMail(changed.value.state, deps), position: changed.value.position });
  },
});
