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
          ['Mail', mine.address ?? noAddress(mine)],
        ]}
      />
      <p class="small text-body-secondary mb-0">
        All of this comes from your identity provider, when you log in. Your address is kept sealed; nobody else reads
        it here.
      </p>
    </Card>
  );
}

function noAddress({ wishes }: MyMail): string {
  return wishes.mail
    ? 'It comes with your next login, if your identity provider knows one'
    : 'None is kept: you want no mail';
}

function whyNoTest({ isSent, address, wishes }: MyMail): string | undefined {
  if (!isSent) return 'This installation sends no mail';
  if (!wishes.mail) return 'You want no mail';
  return address === undefined ? 'No address has come with a login yet' : undefined;
}

interface WishesProps {
  readonly mine: MyMail;
  readonly onSaved: (mine: MyMail) => void;
}

function Wishes({ mine, onSaved }: WishesProps): VNode {
  const { api, live, announce } = useApp();
  const draft = useSignal<MailDraft>(draftOf(mine));
  const save = useAction(async () => {
    const saved = await api.changeMyMail(wishesOf(draft.peek()));
    draft.value = draftOf(saved);
    onSaved(saved);
    announce('Saved');
  });
  const test = useAction(async () => {
    const { items } = await api.testMyMail();
    for (const view of items) live.take('notice', { id: view.id, version: view.version, view });
    announce('A test is under way');
  });
  return (
    <Card title="What you are told by mail">
      {!mine.isSent && <p>This installation sends no mail yet. What you choose counts once it does.</p>}
      <MailFields
        draft={draft.value}
        mine={mine}
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
          whyNot={whyNoTest(mine)}
          onClick={() => void test.run(undefined)}
        />
      </div>
      <TroubleNote trouble={save.trouble ?? test.trouble} />
    </Card>
  );
}

function Mine({ loaded }: { readonly loaded: MyMail }): VNode {
  const mine = useSignal(loaded);
  return (
    <>
      <AboutMe mine={mine.value} />
      <Wishes
        mine={mine.value}
        onSaved={(saved) => {
          mine.value = saved;
        }}
      />
    </>
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
      {mine.value !== undefined && <Mine loaded={mine.value} />}
    </Page>
  );
}
