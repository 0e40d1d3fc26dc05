import { NoticeViews } from '@lcm/core/contracts/notice';
import { nothing } from '@lcm/core/contracts/primitives';
import { personIdOf, wantsMail } from '@lcm/core/domain/person';
import { reject } from '@lcm/core/kernel';
import type { BookingSettings } from '../../application/booking.ts';
import { queueTests, type TestDeps } from '../../application/notices/queue-tests.ts';
import { defineCommand, type Rejection } from '../../application/operation.ts';

interface Deps extends TestDeps {
  readonly settings: BookingSettings;
}

const mailOff: Rejection = {
  code: 'notice.off',
  message: 'Nothing is sent by mail here: the control plane has no SMTP_HOST.',
};
const notWanted: Rejection = {
  code: 'person.no-address',
  message: 'You get no mail: you turned it off, or no address has come with a login since you turned it on.',
};

const tooSoon: Rejection = {
  code: 'person.too-soon',
  message: 'A test was sent to you less than a minute ago. Look whether it arrived.',
};

const minuteMs = 60_000;

export const testMyMail = defineCommand({
  name: 'TestMyMail',
  summary: 'Send a test to the address that you log in with',
  allow: 'session:own',
  input: nothing,
  output: NoticeViews,
  async handle(_asked, caller, deps: Deps) {
    if (deps.settings.sendsMail !== true) return reject(mailOff);
    const { id } = caller.actor;
    if (!wantsMail(deps.views.get('person', personIdOf(id))?.state, 'test')) return reject(notWanted);
    if (hasJustTried(id, deps)) return reject(tooSoon);
    const me = { audience: 'owner', channel: 'mail', person: id } as const;
    return queueTests([me], { caller, operation: 'TestMyMail' }, deps);
  },
});

/** All mails share what may go out in a minute: nobody spends it on tests. */
function hasJustTried(ownerId: string, { views, clock }: Pick<TestDeps, 'views' | 'clock'>): boolean {
  const since = clock.now() - minuteMs;
  return views.list('notice').some(({ state: { occasion, to, queuedAt } }) => {
    return occasion === 'test' && 'person' in to && to.person === ownerId && queuedAt > since;
  });
}
