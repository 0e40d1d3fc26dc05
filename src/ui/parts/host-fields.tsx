import { instanceTypes, pricedRegions } from '@lcm/core/domain/instance-type';
import type { VNode } from 'preact';
import { useId } from 'preact/hooks';
import { type HostForm, hostNote, withRegion, withType } from '../lib/host-form.ts';
import { FormField } from './form-field.tsx';

export interface HostFieldsProps {
  readonly form: HostForm;
  readonly onChange: (form: HostForm) => void;
}

const typeNames = instanceTypes.map(({ name }) => name);

type NumberName = Exclude<keyof HostForm, 'region' | 'instanceType' | 'image' | 'registersLicense'>;

const numbers: readonly (readonly [NumberName, string])[] = [
  ['cpuCores', 'Cores (vCPU) for labs'],
  ['memoryGiB', 'Memory, GiB'],
  ['hourlyCostUsd', 'USD an hour'],
  ['volumeGiB', 'Volume, GiB'],
  ['storageGiB', 'Of it for labs, GiB'],
  ['nodes', 'Nodes with a licence'],
  ['firstPort', 'First port'],
  ['lastPort', 'Last port'],
  ['unlicensedNodes', 'Nodes without a licence'],
];

function MadeOf({ form, onChange }: HostFieldsProps): VNode {
  return (
    <>
      <div class="row g-2 mb-1">
        <FormField
          label="Instance type"
          value={form.instanceType}
          choices={typeNames}
          required
          onInput={(text) => onChange(withType(form, text))}
        />
        <FormField
          label="Region"
          value={form.region}
          choices={pricedRegions}
          required
          onInput={(text) => onChange(withRegion(form, text))}
        />
        <FormField
          label="Image: name pattern or id"
          value={form.image}
          required
          onInput={(image) => onChange({ ...form, image })}
        />
      </div>
      <p class="form-text mt-0">{hostNote(form)}</p>
    </>
  );
}

/** What a worker is made of; choosing a known instance type fills in its size and price. */
export function HostFields({ form, onChange }: HostFieldsProps): VNode {
  const licenseId = useId();
  return (
    <>
      <MadeOf form={form} onChange={onChange} />
      <div class="row g-2">
        {numbers.map(([name, label]) => (
          <FormField
            key={name}
            label={label}
            type="number"
            value={form[name]}
            onInput={(text) => onChange({ ...form, [name]: text })}
          />
        ))}
      </div>
      <div class="form-check mt-2">
        <input
          class="form-check-input"
          type="checkbox"
          id={licenseId}
          checked={form.registersLicense}
          onChange={(event) => onChange({ ...form, registersLicense: event.currentTarget.checked })}
        />
        <label class="form-check-label" for={licenseId}>
          Register CML with the fleet’s licence
        </label>
      </div>
    </>
  );
}
