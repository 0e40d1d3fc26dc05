import { NoticeViews } from '@lcm/core/contracts/notice';
import { nothing } from '@lcm/core/contracts/primitives';
import type { NoticeReceiver } from '@lcm/core/domain/notice';
import type { Settings } from '@lcm/core/domain/settings';
import { reject } from '@lcm/core/kernel';
import type { BookingSettings } from '../../application/booking.ts';
import { queueTests, type TestDeps } from '../../application/notices/queue-tests.ts';
import { defineCommand, type Rejection } from '../../application/operation.ts';
import { settingsNow } from '../../application/settings-now.ts';

interface Deps extends TestDeps {
  readonly settings: BookingSettings;
}

const nothingOn: Rejection = {
  code: 'notice.off',
  message: 'Nobody is told anything here: the control plane has neither WEBHOOK_SIGNING_SECRET nor SMTP_HOST.',
};

const noChannel: Rejection = {
  code: 'notice.no-channel',
  message: 'Operators are told nowhere yet: add an address in the settings.',
};

export const testNotices = defineCommand({
  name: 'TestNotices',
  summary: 'Send a test to every address and mailbox at which operators are told',
  allow: 'system:manage',
  input: nothing,
  output: NoticeViews,
  async handle(_asked, caller, deps: Deps) {
    const { tellsByWebhook, sendsMail } = deps.settings;
    if (tellsByWebhook !== true && sendsMail !== true) return reject(nothingOn);
    const receivers = receiversIn(settingsNow(deps.views), deps.settings);
    if (receivers.length === 0) return reject(noChannel);
    return queueTests(receivers, { caller, operation: 'TestNotices' }, deps);
  },
});

function receiversIn(settings: Settings, { tellsByWebhook, sendsMail }: BookingSettings): readonly NoticeReceiver[] {
  const urls = tellsByWebhook === true ? settings['notices.webhooks'] : [];
  const mailboxes = sendsMail === true ? settings['notices.mails'] : [];
  return [
    ...urls.map((url) => ({ audience: 'operators', url }) as const),
    ...mailboxes.map((mailbox) => ({ audience: 'operators', channel: 'mail', mailbox }) as const),
  ];
}
