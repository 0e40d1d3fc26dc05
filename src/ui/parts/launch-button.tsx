import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { whyNotLaunch } from '../lib/permissions.ts';
import { useAction } from '../lib/use-action.ts';
import type { Session } from '../lib/views.ts';
import { ActionButton } from './action-button.tsx';
import { TroubleNote } from './trouble-note.tsx';

/** Opens the candidate's side of the session in a new tab. */
export function LaunchButton({
  session,
  small = false,
}: {
  readonly session: Session;
  readonly small?: boolean;
}): VNode {
  const { api, me, openTab } = useApp();
  const action = useAction(async () => {
    const { url } = await api.launchUrl(session.id);
    openTab(url);
  });
  return (
    <>
      <ActionButton
        label="Launch"
        description={`Launch ${session.name} in a new tab`}
        tone={small ? 'secondary' : 'primary'}
        small={small}
        pending={action.pending}
        whyNot={whyNotLaunch(me.value, session)}
        onClick={() => void action.run(undefined)}
      />
      <TroubleNote trouble={action.trouble} />
    </>
  );
}
