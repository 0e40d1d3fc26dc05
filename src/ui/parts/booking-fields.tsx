import { whyNot } from '@lcm/core/domain/access';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { type BookingDraft, quickStarts, regionsOf, startingAt } from '../lib/booking-form.ts';
import { settingsIn } from '../lib/settings-draft.ts';
import type { Definition } from '../lib/views.ts';
import { PriorityField } from './priority-field.tsx';

export interface BookingFieldsProps {
  readonly draft: BookingDraft;
  readonly definition: Definition;
  readonly onChange: (draft: BookingDraft) => void;
}

function StartField({ draft, onChange }: BookingFieldsProps): VNode {
  const { now } = useApp();
  return (
    <div class="d-flex flex-wrap gap-2 mt-2">
      <input
        type="datetime-local"
        class="form-control w-auto"
        aria-label="Start time, in your time zone"
        value={draft.start}
        onInput={(event) => onChange({ ...draft, when: 'at', start: event.currentTarget.value })}
      />
      {quickStarts.map(({ label, ms }) => (
        <button
          key={label}
          type="button"
          class="btn btn-sm btn-outline-secondary"
          onClick={() => onChange(startingAt(draft, now.peek() + ms))}
        >
          {label}
        </button>
      ))}
    </div>
  );
}

function WhenFields({ draft, definition, onChange }: BookingFieldsProps): VNode {
  const { now } = useApp();
  return (
    <fieldset class="mb-3">
      <legend class="form-label fs-6">Start</legend>
      <div class="form-check">
        <input
          class="form-check-input"
          type="radio"
          name="when"
          id="when-asap"
          checked={draft.when === 'asap'}
          onChange={() => onChange({ ...draft, when: 'asap' })}
        />
        <label class="form-check-label" for="when-asap">
          As soon as possible
        </label>
      </div>
      <div class="form-check">
        <input
          class="form-check-input"
          type="radio"
          name="when"
          id="when-at"
          checked={draft.when === 'at'}
          onChange={() => onChange(startingAt(draft, now.peek() + quickStarts[1].ms))}
        />
        <label class="form-check-label" for="when-at">
          At a time
        </label>
      </div>
      <StartField draft={draft} definition={definition} onChange={onChange} />
    </fieldset>
  );
}

interface TextFieldProps {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly help?: string | undefined;
  readonly disabled?: boolean;
  readonly inputMode?: 'text' | 'numeric';
  readonly onInput: (text: string) => void;
}

function TextField({ id, label, value, help, disabled = false, inputMode = 'text', onInput }: TextFieldProps): VNode {
  return (
    <div class="col-sm-4">
      <label class="form-label" for={id}>
        {label}
      </label>
      <input
        id={id}
        type="text"
        inputMode={inputMode}
        class="form-control"
        value={value}
        disabled={disabled}
        aria-describedby={`${id}-help`}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
      <div class="form-text" id={`${id}-help`}>
        {help}
      </div>
    </div>
  );
}

function RegionField({ draft, onChange }: BookingFieldsProps): VNode | null {
  const { live } = useApp();
  const regions = regionsOf(live.templates.value, live.workers.value);
  if (regions.length < 2) return null;
  return (
    <div class="mt-2">
      <label class="form-label" for="booking-region">
        Region
      </label>
      <select
        id="booking-region"
        class="form-select w-auto"
        value={draft.region}
        onChange={(event) => onChange({ ...draft, region: event.currentTarget.value })}
      >
        <option value="">Anywhere</option>
        {regions.map((region) => (
          <option key={region} value={region}>
            {region}
          </option>
        ))}
      </select>
      {draft.region !== '' && (
        <label class="form-check mt-1">
          <input
            type="checkbox"
            class="form-check-input"
            checked={draft.isRegionOnly}
            onChange={(event) => onChange({ ...draft, isRegionOnly: event.currentTarget.checked })}
          />
          Rather wait than go to another region
        </label>
      )}
    </div>
  );
}

/** Only where an admin allows any address at all. */
function TellField({ draft, onChange }: BookingFieldsProps): VNode | null {
  const { live } = useApp();
  const hosts = settingsIn(live).find(({ name }) => name === 'notices.hosts')?.value;
  if (!Array.isArray(hosts) || hosts.length === 0) return null;
  return (
    <div class="row g-2 mt-0">
      <TextField
        id="booking-tell"
        label="Tell a program"
        value={draft.tellAt}
        help={`May stay empty. A webhook at ${hosts.join(' or ')}`}
        onInput={(tellAt) => onChange({ ...draft, tellAt })}
      />
    </div>
  );
}

/** When, how long, where, under which name and for whom. */
export function BookingFields(props: BookingFieldsProps): VNode {
  const { draft, definition, onChange } = props;
  const othersWhy = whyNot(useApp().me.value, 'session:all');
  return (
    <>
      <WhenFields {...props} />
      <div class="row g-2">
        <TextField
          id="booking-duration"
          label="Minutes"
          inputMode="numeric"
          value={draft.durationMinutes}
          help={`At most ${definition.maxDurationMinutes}`}
          onInput={(durationMinutes) => onChange({ ...draft, durationMinutes })}
        />
        <TextField
          id="booking-name"
          label="Name"
          value={draft.name}
          help="May stay empty"
          onInput={(name) => onChange({ ...draft, name })}
        />
        <TextField
          id="booking-owner"
          label="For"
          value={draft.ownerId}
          disabled={othersWhy !== undefined}
          help={othersWhy ?? 'A user; left empty: you'}
          onInput={(ownerId) => onChange({ ...draft, ownerId })}
        />
      </div>
      {othersWhy === undefined && (
        <div class="mt-2">
          <PriorityField value={draft.priority} onChange={(priority) => onChange({ ...draft, priority })} />
        </div>
      )}
      <RegionField {...props} />
      <TellField {...props} />
    </>
  );
}
