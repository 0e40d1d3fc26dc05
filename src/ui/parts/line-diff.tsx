import type { VNode } from 'preact';
import { type DiffRow, diffRows, diffSize } from '../lib/diff-rows.ts';
import { plural } from '../lib/format.ts';
import type { RevisionDiff } from '../lib/views.ts';

const signs = { same: '', added: '+', removed: '−' } as const;

function Row({ row }: { readonly row: DiffRow }): VNode {
  if (row.is === 'gap') {
    return (
      <tr class="diff-gap">
        <td colSpan={4}>{plural(row.lines, 'line')} the same</td>
      </tr>
    );
  }
  return (
    <tr class={`diff-${row.change}`}>
      <td class="diff-number">{row.was}</td>
      <td class="diff-number">{row.now}</td>
      <td class="diff-sign">
        <span aria-hidden="true">{signs[row.change]}</span>
        {row.change !== 'same' && <span class="visually-hidden">{row.change}</span>}
      </td>
      <td>
        <code>{row.text}</code>
      </td>
    </tr>
  );
}

export interface LineDiffProps {
  readonly title: string;
  readonly lines: RevisionDiff['yaml'];
}

/** Two texts line by line, with the numbers of the lines before and after. */
export function LineDiff({ title, lines }: LineDiffProps): VNode {
  return (
    <section class="mb-3" aria-label={title}>
      <h3 class="h6 mb-1">
        {title} <span class="small text-body-secondary fw-normal">{diffSize(lines)}</span>
      </h3>
      <div class="diff" tabIndex={0} role="group" aria-label={`Lines of ${title}`}>
        <table>
          <thead class="visually-hidden">
            <tr>
              <th scope="col">Line before</th>
              <th scope="col">Line after</th>
              <th scope="col">Change</th>
              <th scope="col">Text</th>
            </tr>
          </thead>
          <tbody>
            {diffRows(lines).map((row, index) => (
              <Row key={index} row={row} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
