import { whyNot } from '@lcm/core/domain/access';
import { type SettingEntry, type SettingStatus, settingsTable } from '@lcm/core/domain/settings';
import { toIso } from '@lcm/core/kernel';
import type { VNode } from 'preact';
import { useId } from 'preact/hooks';
import { useApp } from '../lib/app.ts';
import { draftFault, textOf } from '../lib/settings-draft.ts';
import { useAction } from '../lib/use-action.ts';
import { ActionButton } from './action-button.tsx';
import { Person } from './person.tsx';
import { Ago } from './time.tsx';
import { TroubleNote } from './trouble-note.tsx';

export interface SettingFieldProps {
  readonly status: SettingStatus;
  /** What has been typed and not saved. */
  readonly draft: string | undefined;
  readonly onType: (text: string | undefined) => void;
}

/** One setting, drawn from the table that everything else reads too. */
export function SettingField({ status, draft, onType }: SettingFieldProps): VNode {
  const { me } = useApp();
  const fieldId = useId();
  const aboutId = useId();
  const entry: SettingEntry = settingsTable[status.name];
  const text = draft ?? textOf(status.value);
  const fault = draft === undefined ? undefined : draftFault(status.name, draft);
  const readOnly = whyNot(me.value, 'system:manage') !== undefined;
  const input = { id: fieldId, describedBy: aboutId, entry, text, readOnly, isFaulty: fault !== undefined, onType };
  return (
    <div class="mb-3">
      <label class="form-label mb-1" for={fieldId}>
        {entry.label}
      </label>
      <div class="d-flex flex-wrap align-items-center gap-2">
        <Input {...input} />
        <Reset status={status} onReset={() => onType(undefined)} />
      </div>
      <div id={aboutId} class="form-text">
        {fault !== undefined && (
          <p class="text-danger mb-0" role="alert">
            It {fault}.
          </p>
        )}
        {entry.about} <Source status={status} />
      </div>
    </div>
  );
}

interface InputProps {
  readonly id: string;
  readonly describedBy: string;
  readonly entry: SettingEntry;
  readonly text: string;
  readonly readOnly: boolean;
  readonly isFaulty: boolean;
  readonly onType: (text: string) => void;
}

function Input({ id, describedBy, entry, text, readOnly, isFaulty, onType }: InputProps): VNode {
  if (entry.kind === 'switch') {
    return (
      <div class="form-check form-switch mb-0">
        <input
          id={id}
          class="form-check-input"
          type="checkbox"
          role="switch"
          aria-describedby={describedBy}
          checked={text === 'true'}
          disabled={readOnly}
          onChange={({ currentTarget }) => onType(String(currentTarget.checked))}
        />
      </div>
    );
  }
  const isNumber = entry.kind === 'number';
  return (
    <div class={`input-group ${isNumber ? 'setting-number' : 'flex-grow-1 w-auto'}`}>
      <input
        id={id}
        class={`form-control ${isFaulty ? 'is-invalid' : ''}`}
        inputMode={isNumber ? 'numeric' : 'text'}
        aria-describedby={describedBy}
        aria-invalid={isFaulty}
        value={text}
        readOnly={readOnly}
        onInput={({ currentTarget }) => onType(currentTarget.value)}
      />
      {isNumber && <span class="input-group-text">{entry.unit}</span>}
    </div>
  );
}

/** Who says so. */
function Source({ status }: { readonly status: SettingStatus }): VNode {
  const { source, changedAt, changedBy = '', name, unchanged } = status;
  if (source === 'changed' && changedAt !== undefined) {
    return (
      <span>
        Changed by <Person id={changedBy} /> <Ago at={toIso(changedAt)} />; else it would be {textOf(unchanged)}.
      </span>
    );
  }
  const variable = <code>{settingsTable[name].variable}</code>;
  return source === 'environment' ? <span>Set by {variable}.</span> : <span>As the product comes ({variable}).</span>;
}

function Reset({ status, onReset }: { readonly status: SettingStatus; readonly onReset: () => void }): VNode | null {
  const { api, me, announce } = useApp();
  const { label } = settingsTable[status.name];
  const reset = useAction(async () => {
    await api.resetSetting(status.name);
    onReset();
    announce(`${label} is as before`);
  });
  if (status.source !== 'changed') return null;
  return (
    <>
      <ActionButton
        small
        label="Reset"
        description={`Reset ${label}`}
        whyNot={whyNot(me.value, 'system:manage')}
        pending={reset.pending}
        onClick={() => void reset.run(undefined)}
      />
      <TroubleNote trouble={reset.trouble} />
    </>
  );
}
