import { whyNot } from '@lcm/core/domain/access';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { useAction } from '../lib/use-action.ts';
import { ActionButton } from './action-button.tsx';
import { Ago } from './time.tsx';
import { TroubleNote } from './trouble-note.tsx';
import { Words } from './words.tsx';

/** Has the scheduler look at everybody who waits now, and says what came of the last time. */
export function PlaceNow(): VNode {
  const { api, live, me } = useApp();
  const job = live.find('job', 'placement');
  const order = useAction(async () => void (await api.triggerJob('placement')));
  return (
    <div>
      <ActionButton
        label="Place now"
        pending={order.pending || job?.triggeredAt !== undefined}
        whyNot={whyNot(me.value, 'worker:operate')}
        onClick={() => void order.run(undefined)}
      />
      <TroubleNote trouble={order.trouble} />
      {job?.lastRun !== undefined && (
        <p class="small text-body-secondary mt-2 mb-0">
          Looked at everybody <Ago at={job.lastRun.endedAt} />: <Words text={job.lastRun.summary} />
        </p>
      )}
    </div>
  );
}
