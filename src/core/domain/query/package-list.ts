import { packageResults } from '../content/index.ts';
import { choice, number, type Searchable, text, time, type When } from './fields.ts';

export interface PackageRow {
  readonly id: string;
  readonly place: string;
  readonly folder: string;
  readonly hash: string;
  readonly slug?: string | undefined;
  readonly title?: string | undefined;
  readonly version?: string | undefined;
  readonly result: string;
  readonly message: string;
  readonly definitionId?: string | undefined;
  readonly faults: readonly unknown[];
  readonly foundAt: When;
  readonly since: When;
}

export const packageSearch: Searchable<PackageRow> = {
  words: ({ folder, slug, title, id, result, message }) => [folder, slug, title, id, result, message],
  fields: {
    result: choice(packageResults, ({ result }) => result, 'what became of it'),
    folder: text(({ folder }) => [folder], 'part of its name'),
    slug: text(({ slug }) => [slug], 'part of it'),
    title: text(({ title }) => [title], 'part of it'),
    version: text(({ version }) => [version], 'part of it'),
    hash: text(({ hash }) => [hash], 'part of it'),
    id: text(({ id, definitionId }) => [id, definitionId], 'part of its id or its definition’s'),
    source: text(({ place }) => [place], 'part of where it is'),
    faults: number(({ faults }) => faults.length, 'how many'),
    found: time(({ foundAt }) => foundAt, 'when it was first seen'),
    since: time(({ since }) => since, 'as it is since'),
  },
};
