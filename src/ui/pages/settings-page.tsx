import { whyNot } from '@lcm/core/domain/access';
import { type SettingGroup, type SettingName, type SettingStatus, settingGroups } from '@lcm/core/domain/settings';
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { plural } from '../lib/format.ts';
import { draftedChanges, hasFaults, type SettingsDraft, settingsIn } from '../lib/settings-draft.ts';
import { useAction } from '../lib/use-action.ts';
import { useLoad } from '../lib/use-load.ts';
import { ActionButton } from '../parts/action-button.tsx';
import { HistoryCommits } from '../parts/history-list.tsx';
import { Card, Page } from '../parts/page.tsx';
import { SettingField } from '../parts/setting-field.tsx';
import { TroubleNote } from '../parts/trouble-note.tsx';

interface GroupProps {
  readonly group: SettingGroup;
  readonly statuses: readonly SettingStatus[];
  readonly draft: SettingsDraft;
  readonly onType: (name: SettingName, text: string | undefined) => void;
}

function Group({ group, statuses, draft, onType }: GroupProps): VNode {
  const own = statuses.filter(({ name }) => name.startsWith(`${group}.`));
  return (
    <Card title={settingGroups[group]}>
      {own.map((status) => (
        <SettingField
          key={status.name}
          status={status}
          draft={draft.get(status.name)}
          onType={(text) => onType(status.name, text)}
        />
      ))}
    </Card>
  );
}

interface OrdersProps {
  readonly draft: SettingsDraft;
  readonly count: number;
  readonly pending: boolean;
  readonly onSave: () => void;
  readonly onDiscard: () => void;
}

function Orders({ draft, count, pending, onSave, onDiscard }: OrdersProps): VNode {
  const { me } = useApp();
  return (
    <>
      <ActionButton
        label="Discard"
        whyNot={draft.size === 0 ? 'Nothing is changed yet' : undefined}
        onClick={onDiscard}
      />
      <ActionButton
        label={count === 0 ? 'Save' : `Save ${plural(count, 'change')}`}
        tone="primary"
        pending={pending}
        whyNot={whyNotSave(whyNot(me.value, 'system:manage'), { count, faulty: hasFaults(draft) })}
        onClick={onSave}
      />
    </>
  );
}

/** What an admin can change while everything runs. Everybody reads it; what is typed is sent all at once. */
export function SettingsPage(): VNode {
  const { api, live, announce } = useApp();
  const draft = useSignal<SettingsDraft>(new Map());
  const statuses = settingsIn(live);
  const version = live.find('settings', 'default')?.version ?? 0;
  const history = useLoad(version === 0 ? undefined : `settings@${version}`, async () =>
    api.history('settings', 'default'),
  );
  const changes = draftedChanges(draft.value, statuses);
  const count = Object.keys(changes).length;
  const save = useAction(async () => {
    await api.changeSettings(changes);
    draft.value = new Map();
    announce(`${plural(count, 'setting')} changed`);
  });
  const onType = (name: SettingName, text: string | undefined): void => {
    const next = new Map(draft.value);
    if (text === undefined) next.delete(name);
    else next.set(name, text);
    draft.value = next;
  };
  return (
    <Page
      title="Settings"
      lead="What changes here counts at once, in every process"
      actions={
        <Orders
          draft={draft.value}
          count={count}
          pending={save.pending}
          onSave={() => void save.run(undefined)}
          onDiscard={() => {
            draft.value = new Map();
          }}
        />
      }
    >
      <TroubleNote trouble={save.trouble} />
      <div class="setting-groups">
        {groupNames.map((group) => (
          <Group key={group} group={group} statuses={statuses} draft={draft.value} onType={onType} />
        ))}
      </div>
      {version > 0 && <HistoryCommits commits={history.value} trouble={history.trouble} />}
    </Page>
  );
}

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of the table are its groups
const groupNames = Object.keys(settingGroups) as readonly SettingGroup[];

function whyNotSave(access: string | undefined, { count, faulty }: { count: number; faulty: boolean }) {
  if (access !== undefined) return access;
  if (faulty) return 'Something that was typed cannot be had';
  return count === 0 ? 'Nothing is changed yet' : undefined;
}
