import type { LabImport } from './lab-api.ts';
import type { Loaded } from './use-load.ts';
import type { LabCheck, LabImportCheck } from './views.ts';

/** What is to be imported, as it is being filled in. */
export interface ImportLabDraft {
  readonly yaml: string;
  readonly workerId: string;
  /** Absent: that of the lab. */
  readonly title?: string | undefined;
}

/** The order for the API; what it checks is the same without the title. */
export function labImportOf({ yaml, workerId, title = '' }: ImportLabDraft): LabImport {
  return { yaml, workerId, ...(title.trim() !== '' && { title: title.trim() }) };
}

/** As the checks of labs are shown: a port that a tag asks for has no name but its number. */
export function shownCheck({ ports = [], ...check }: LabImportCheck): Omit<LabCheck, 'outcome' | 'slug'> {
  const named = ports.map(({ label, port }) => ({ name: `${port} of ${label}`, label, protocol: '' }));
  return { ...check, ports: named };
}

/** Why it cannot be imported yet; undefined when it can. */
export function whyNotImport(
  { yaml, workerId }: ImportLabDraft,
  { value, loading, trouble }: Loaded<LabImportCheck>,
): string | undefined {
  if (yaml.trim() === '') return 'Choose a lab first';
  if (workerId === '') return 'No worker is up to import it to';
  if (loading) return 'It is being checked';
  if (trouble !== undefined) return trouble.title;
  if (value?.outcome !== 'refused') return undefined;
  return value.faults.length > 0 ? 'Mend what is wrong first' : value.message;
}
