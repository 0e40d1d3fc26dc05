import type { VNode } from 'preact';

export interface TableProps {
  /** For screen readers: what the heading above says to others. */
  readonly caption: string;
  readonly columns: readonly string[];
  /** The first cell names its row. */
  readonly rows: readonly (readonly (string | VNode)[])[];
}

/** Plain rows of facts; on a phone each becomes a block. */
export function Table({ caption, columns, rows }: TableProps): VNode {
  return (
    <table class="table table-sm table-stack align-middle mb-0">
      <caption class="visually-hidden">{caption}</caption>
      <thead>
        <tr>
          {columns.map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(([first, ...rest], index) => (
          <tr key={index}>
            <th scope="row" data-label={columns[0]}>
              {first}
            </th>
            {rest.map((cell, at) => (
              <td key={at} data-label={columns[at + 1]}>
                {cell}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
