import { whyNot } from '@lcm/core/domain/access';
import { type Signal, useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { plural } from '../lib/format.ts';
import { useAction } from '../lib/use-action.ts';
import type { Definition, SuggestedRules } from '../lib/views.ts';
import { ActionButton } from './action-button.tsx';
import { CodeView } from './code-view.tsx';
import { Dialog } from './dialog.tsx';
import { LabSource } from './lab-source.tsx';
import { TroubleNote } from './trouble-note.tsx';

function Suggestion({ suggested }: { readonly suggested: SuggestedRules }): VNode {
  const { items, points, startPercent, solutionPercent, grading } = suggested;
  return (
    <>
      <p class="mb-2" role="status">
        {plural(items, 'item')}, {plural(points, 'point')}: the untouched lab scores {startPercent} %, the solution{' '}
        {solutionPercent} %. Strike out what does not matter, then hand the rules in with the lab.
      </p>
      <CodeView title="Suggested rules" text={grading} language="yaml" file="grading.yaml" />
    </>
  );
}

interface DialogProps {
  readonly definition: Definition;
  readonly onClose: () => void;
}

function SuggestDialog({ definition, onClose }: DialogProps): VNode {
  const { api } = useApp();
  const solution = useSignal('');
  const suggested: Signal<SuggestedRules | undefined> = useSignal(undefined);
  const action = useAction(async () => {
    suggested.value = await api.suggestRules(definition.id, solution.value);
  });
  const take = (yaml: string): void => {
    solution.value = yaml;
    suggested.value = undefined;
  };
  const onSubmit = async (event: Event): Promise<void> => {
    event.preventDefault();
    await action.run(undefined);
  };
  return (
    <Dialog title={`Suggest rules for ${definition.title}`} onClose={onClose}>
      <form onSubmit={(event) => void onSubmit(event)}>
        <p class="mb-2">
          Give the same lab solved, as CML exports it. What it has and the lab has not becomes a draft of rules. The
          solution is not kept.
        </p>
        <LabSource yaml={solution.value} onFile={take} onInput={take} />
        <TroubleNote trouble={action.trouble} />
        {suggested.value !== undefined && <Suggestion suggested={suggested.value} />}
        <div class="d-flex gap-2 justify-content-end mt-3">
          <ActionButton label="Close" onClick={onClose} />
          <ActionButton
            label="Suggest"
            type="submit"
            tone="primary"
            pending={action.pending}
            whyNot={solution.value.trim() === '' ? 'Give the solved lab first' : undefined}
          />
        </div>
      </form>
    </Dialog>
  );
}

/** A draft of grading rules from a solution of the lab. */
export function SuggestRulesButton({ definition }: { readonly definition: Definition }): VNode {
  const { me } = useApp();
  const open = useSignal(false);
  return (
    <>
      <ActionButton
        label="Suggest rules"
        whyNot={whyNot(me.value, 'definition:write')}
        onClick={() => {
          open.value = true;
        }}
      />
      {open.value && (
        <SuggestDialog
          definition={definition}
          onClose={() => {
            open.value = false;
          }}
        />
      )}
    </>
  );
}
