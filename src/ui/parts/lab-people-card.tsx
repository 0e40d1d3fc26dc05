import { may, whyNot } from '@lcm/core/domain/access';
import { assignmentOf } from '@lcm/core/domain/lab';
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { labLevelWords, whyNotAssign } from '../lib/lab-people.ts';
import { labTitle } from '../lib/lab-words.ts';
import type { LabAssignment, LabRecord } from '../lib/views.ts';
import { ActionButton } from './action-button.tsx';
import { AssignLabDialog } from './assign-lab-dialog.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { Card, EmptyState } from './page.tsx';
import { Person } from './person.tsx';
import { Table } from './table.tsx';
import { Time } from './time.tsx';
import { Words } from './words.tsx';

interface OfLab {
  readonly lab: LabRecord;
}

interface OfPerson extends OfLab {
  readonly given: LabAssignment;
}

function TakeBack({ lab, given }: OfPerson): VNode {
  const { api, live, me, announce } = useApp();
  const asked = useSignal(false);
  return (
    <>
      <ActionButton
        small
        label="Take back…"
        description={`Take back ${labTitle(lab)} from ${given.name}`}
        whyNot={whyNot(me.value, 'lab:assign')}
        onClick={() => {
          asked.value = true;
        }}
      />
      {asked.value && (
        <ConfirmDialog
          title={`Take ${labTitle(lab)} back from ${given.name}?`}
          confirmLabel="Take back"
          danger
          reason="needed"
          onClose={() => {
            asked.value = false;
          }}
          perform={async (reason) => {
            const view = await api.unassignLab(lab.id, { personId: given.id, reason });
            live.take('lab', { id: view.id, version: view.version, view });
            announce(`${labTitle(lab)} is taken back from ${given.name}`);
          }}
        >
          <p class="mb-1">They do not see it any more from this moment on. What runs in it goes on.</p>
        </ConfirmDialog>
      )}
    </>
  );
}

function Name({ given: { id, name } }: Pick<OfPerson, 'given'>): VNode {
  return name === id ? <Person id={id} /> : <span title={id}>{name}</span>;
}

function Given({ lab }: OfLab): VNode {
  const { assignments = [] } = lab;
  if (assignments.length === 0) return <EmptyState title="Only operators and authors see it" />;
  return (
    <Table
      caption="People that the lab is assigned to"
      columns={['Who', 'What for', 'Since', 'By', 'Why', '']}
      rows={assignments.map((given) => [
        <Name key="who" given={given} />,
        labLevelWords[given.level].label,
        <Time key="since" at={given.at} />,
        <Person key="by" id={given.by} />,
        <Words key="why" text={given.reason} />,
        <TakeBack key="back" lab={lab} given={given} />,
      ])}
    />
  );
}

/** For operators whom the lab is assigned to; for others why they see it. */
export function LabPeopleCard({ lab }: OfLab): VNode | null {
  const { me } = useApp();
  const asked = useSignal(false);
  if (!may(me.value, 'lab:assign')) return <Yours lab={lab} />;
  return (
    <Card
      title="People"
      aside={
        <ActionButton
          small
          label="Assign…"
          description={`Assign ${labTitle(lab)} to somebody`}
          whyNot={whyNotAssign(me.value, lab)}
          onClick={() => {
            asked.value = true;
          }}
        />
      }
    >
      <Given lab={lab} />
      {asked.value && (
        <AssignLabDialog
          lab={lab}
          onClose={() => {
            asked.value = false;
          }}
        />
      )}
    </Card>
  );
}

function Yours({ lab }: OfLab): VNode | null {
  const given = assignmentOf(lab, useApp().me.value.id);
  if (given === undefined) return null;
  return (
    <Card title="Assigned to you">
      <p class="mb-0">
        {labLevelWords[given.level].label}, since <Time at={given.at} />: <Words text={given.reason} />
      </p>
    </Card>
  );
}
