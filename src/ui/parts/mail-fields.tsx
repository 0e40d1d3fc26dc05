import { noticeTopics, type Topic, topicNames } from '@lcm/core/domain/notice';
import type { VNode } from 'preact';
import { useId } from 'preact/hooks';
import { type MailDraft, withTopic } from '../lib/mail-draft.ts';
import type { MyMail } from '../lib/views.ts';
import { FormField } from './form-field.tsx';

interface CheckProps {
  readonly label: string;
  readonly checked: boolean;
  readonly disabled?: boolean;
  readonly isSwitch?: boolean;
  readonly onChange: (checked: boolean) => void;
}

function Check({ label, checked, disabled = false, isSwitch = false, onChange }: CheckProps): VNode {
  const id = useId();
  return (
    <div class={`form-check ${isSwitch ? 'form-switch' : ''}`}>
      <input
        class="form-check-input"
        type="checkbox"
        role={isSwitch ? 'switch' : undefined}
        id={id}
        checked={checked}
        disabled={disabled}
        onChange={({ currentTarget }) => onChange(currentTarget.checked)}
      />
      <label class="form-check-label" for={id}>
        {label}
      </label>
    </div>
  );
}

export interface MailFieldsProps {
  readonly draft: MailDraft;
  readonly mine: MyMail;
  readonly onChange: (draft: MailDraft) => void;
}

/** What somebody wants to be told by mail, how often, and in which time. */
export function MailFields({ draft, mine, onChange }: MailFieldsProps): VNode {
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const topic = (name: Topic): VNode => (
    <Check
      key={name}
      label={noticeTopics[name].label}
      checked={draft.mail && !draft.muted.includes(name)}
      disabled={!draft.mail}
      onChange={(isWanted) => onChange(withTopic(draft, name, isWanted))}
    />
  );
  return (
    <>
      <Check
        isSwitch
        label="Tell me by mail what becomes of my sessions"
        checked={draft.mail}
        onChange={(mail) => onChange({ ...draft, mail })}
      />
      <fieldset class="mt-3">
        <legend class="fs-6">Of a session of yours, that</legend>
        {topicNames.map(topic)}
      </fieldset>
      <div class="row g-3 mt-1">
        <FormField
          label="Minutes between two mails"
          type="number"
          value={draft.quietMinutes}
          help={`Empty: as the settings say. Now ${mine.quietMinutes}. That a lab is ready, and reminders, come at once.`}
          onInput={(quietMinutes) => onChange({ ...draft, quietMinutes })}
        />
        <FormField
          label="Time zone"
          value={draft.zone}
          choices={[here, 'UTC']}
          maxLength={64}
          help={`Empty: as your identity provider says. Now ${mine.zone}. This browser is in ${here}.`}
          onInput={(zone) => onChange({ ...draft, zone })}
        />
      </div>
    </>
  );
}
