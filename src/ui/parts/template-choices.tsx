import type { VNode } from 'preact';
import { formatUsd } from '../lib/format.ts';
import type { Template } from '../lib/views.ts';
import { AmountsLine } from './amounts.tsx';

interface ChoiceProps {
  readonly id: string;
  readonly label: string;
  readonly price?: string | undefined;
  readonly about: string;
  readonly more?: VNode | undefined;
  readonly chosen: boolean;
  readonly disabled?: boolean;
  readonly onChoose: () => void;
}

function Choice({ id, label, price, about, more, chosen, disabled = false, onChoose }: ChoiceProps): VNode {
  return (
    <div class="form-check border rounded p-2 ps-5 mb-2">
      <input
        class="form-check-input"
        type="radio"
        name="template"
        id={id}
        checked={chosen}
        disabled={disabled}
        onChange={onChoose}
      />
      <label class="form-check-label w-100" for={id}>
        <span class="d-flex">
          <strong class="me-auto">{label}</strong>
          <span>{price}</span>
        </span>
        <span class="d-block">{about}</span>
        <span class="d-block small text-body-secondary">{more}</span>
      </label>
    </div>
  );
}

function Sizes({ template: { spec, bootMinutes, enabled } }: { readonly template: Template }): VNode {
  return (
    <>
      {spec.instanceType} in {spec.region} · <AmountsLine amounts={spec.capacity} /> · about {bootMinutes} min to start
      {enabled ? '' : ' · disabled'}
    </>
  );
}

export interface TemplateChoicesProps {
  readonly templates: readonly Template[];
  /** Empty: by hand. */
  readonly chosen: string;
  readonly onChoose: (name: string) => void;
}

/** One template of those there are, or none: then the host is described by hand. */
export function TemplateChoices({ templates, chosen, onChoose }: TemplateChoicesProps): VNode {
  return (
    <fieldset>
      <legend class="h6">Template</legend>
      {templates.map((template) => (
        <Choice
          key={template.name}
          id={`template-${template.name}`}
          label={template.name}
          price={`${formatUsd(template.spec.hourlyCostUsd)} / h`}
          about={template.description}
          more={<Sizes template={template} />}
          chosen={chosen === template.name}
          disabled={!template.enabled}
          onChoose={() => onChoose(template.name)}
        />
      ))}
      <Choice
        id="template-by-hand"
        label="By hand"
        about="Say instance type, image and size yourself"
        chosen={chosen === ''}
        onChoose={() => onChoose('')}
      />
    </fieldset>
  );
}
