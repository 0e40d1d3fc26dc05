import type { VNode } from 'preact';
import { plural } from '../lib/format.ts';
import { paths } from '../lib/paths.ts';
import type { Column } from '../lib/table.ts';
import type { ContentPackage } from '../lib/views.ts';
import { CopyId } from './copy-id.tsx';
import { PackageBadge } from './status-badge.tsx';
import { Since, Time } from './time.tsx';

interface OfPackage {
  readonly row: ContentPackage;
}

function NameCell({ row: { folder, title, place } }: OfPackage): VNode {
  return (
    <>
      {title ?? folder}
      <div class="small text-body-secondary fw-normal text-break">
        {folder} in {place}
      </div>
    </>
  );
}

function ResultCell({ row }: OfPackage): VNode {
  const { result, since, message, faults, log } = row;
  return (
    <>
      <PackageBadge status={result} /> for <Since at={since} />
      {faults.length === 0 && <div class="small text-break">{message}</div>}
      {faults.length > 0 && (
        <ul class="small mb-0 ps-3">
          {faults.map(({ file, line, message: fault }) => (
            <li key={`${file}${line}${fault}`} class="text-break">
              <code>{line === undefined ? file : `${file}:${line}`}</code> {fault}
            </li>
          ))}
        </ul>
      )}
      {log.length > 1 && (
        <details class="small">
          <summary>{plural(log.length, 'change')}</summary>
          <ol class="list-unstyled mb-0">
            {log.map((line) => (
              <li key={line.at} class="text-break">
                <Time at={line.at} /> {line.result}: {line.message}
              </li>
            ))}
          </ol>
        </details>
      )}
    </>
  );
}

function DefinitionCell({ row: { definitionId, publishedVersion, definitionStatus } }: OfPackage): VNode {
  if (definitionId === undefined) return <span class="text-body-secondary">none</span>;
  return (
    <>
      <a href={paths.definition(definitionId)}>{publishedVersion ?? definitionId}</a>
      {definitionStatus !== 'active' && <div class="small text-body-secondary">{definitionStatus}</div>}
    </>
  );
}

/** All that the table of content packages can show, in this order. */
export const packageColumns: readonly Column<ContentPackage>[] = [
  {
    key: 'package',
    label: 'Package',
    cell: (row) => <NameCell row={row} />,
    sortBy: ({ title, folder }) => title ?? folder,
  },
  { key: 'found', label: 'Version found', cell: ({ version = '–' }) => version, sortBy: ({ version }) => version },
  {
    key: 'result',
    label: 'Result',
    cell: (row) => <ResultCell row={row} />,
    sortBy: ({ result }) => result,
  },
  {
    key: 'definition',
    label: 'Version made of it',
    cell: (row) => <DefinitionCell row={row} />,
    sortBy: ({ publishedVersion }) => publishedVersion,
  },
  { key: 'hash', label: 'Hash', cell: ({ hash }) => <CopyId id={hash} what="hash" isLong /> },
  {
    key: 'first',
    label: 'First seen',
    cell: ({ foundAt }) => <Time at={foundAt} />,
    sortBy: ({ foundAt }) => Date.parse(foundAt),
    isExtra: true,
  },
  {
    key: 'since',
    label: 'Since',
    cell: ({ since }) => <Time at={since} />,
    sortBy: ({ since }) => Date.parse(since),
    isExtra: true,
  },
];
