import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { draftOf, type MailDraft, mailFault, wishesOf } from '../lib/mail-draft.ts';
import { paths } from '../lib/paths.ts';
import { useAction } from '../lib/use-action.ts';
import { useLoad } from '../lib/use-load.ts';
import type { MyMail } from '../lib/views.ts';
import { ActionButton } from '../parts/action-button.tsx';
import { Facts } from '../parts/facts.tsx';
import { MailFields } from '../parts/mail-fields.tsx';
import { Card, Page } from '../parts/page.tsx';
import { TroubleNote } from '../parts/trouble-note.tsx';

function AboutMe({ mine }: { readonly mine: MyMail }): VNode {
  const { name, id, roles, department = '' } = useApp().me.value;
  return (
    <Card title="You">
      <Facts
        items={[
          ['Name', name],
          ['User', id],
          ['Roles', roles.join(', ')],
          ['Department', department],
          ['Mail', mine.address ?? 'No address came with your last login'],
        ]}
      />
      <p class="small text-body-secondary mb-0">
        All of this comes from your identity provider, when you log in. Your address is kept sealed; nobody else reads
        it here.
      </p>
    </Card>
  );
}

function whyNoTest({ isSent, address, wishes }: MyMail): string | undefined {
  if (!isSent) return 'This installation sends no mail';
  if (address === undefined) return 'No address came with your last login';
  return wishes.mail ? undefined : 'You want no mail';
}

function Wishes({ loaded }: { readonly loaded: MyMail }): VNode {
  const { api, live, announce } = useApp();
  const mine = useSignal(loaded);
  const draft = useSignal<MailDraft>(draftOf(loaded));
  const save = useAction(async () => {
    mine.value = await api.changeMyMail(wishesOf(draft.peek()));
    draft.value = draftOf(mine.value);
    announce('Saved');
  });
  const test = useAction(async () => {
    const { items } = await api.testMyMail();
    for (const view of items) live.take('notice', { id: view.id, version: view.version, view });
    announce('A test is under way');
  });
  return (
    <Card title="What you are told by mail">
      {!mine.value.isSent && <p>This installation sends no mail yet. What you choose counts once it does.</p>}
      <MailFields
        draft={draft.value}
        mine={mine.value}
        onChange={(next) => {
          draft.value = next;
        }}
      />
      <div class="d-flex flex-wrap gap-2 mt-3">
        <ActionButton
          label="Save"
          tone="primary"
          pending={save.pending}
          whyNot={mailFault(draft.value)}
          onClick={() => void save.run(undefined)}
        />
        <ActionButton
          label="Send me a test"
          pending={test.pending}
          whyNot={whyNoTest(mine.value)}
          onClick={() => void test.run(undefined)}
        />
      </div>
      <TroubleNote trouble={save.trouble ?? test.trouble} />
    </Card>
  );
}

/** Who the viewer is here, and what they are told. */
export function MePage(): VNode {
  const { api } = useApp();
  const mine = useLoad('me', async () => api.myMail());
  return (
    <Page
      title="You"
      lead="Who you are here, and what you are told of your sessions"
      actions={<a href={`${paths.sessions()}?mine=yes`}>Your sessions</a>}
    >
      <TroubleNote trouble={mine.trouble} />
      {mine.value !== undefined && (
        <>
          <AboutMe mine={mine.value} />
          <Wishes loaded={mine.value} />
        </>
      )}
    </Page>
  );
}
