import { type Brand, idKind, sha256 } from '../../kernel/index.ts';

export type LabRecordId = Brand<string, 'LabRecordId'>;
export const LabRecordId = idKind<'LabRecordId'>('lab');

export interface LabPlace {
  readonly workerId: string;
  /** Of the worker: a lab does not outlive the instance it is on. */
  readonly launch: number;
  readonly cmlLabId: string;
}

/** The one record of a lab on a host, whoever finds it, and however often. */
export function labRecordIdOf({ workerId, launch, cmlLabId }: LabPlace): LabRecordId {
  return LabRecordId.parse(`lab_${sha256(JSON.stringify([workerId, launch, cmlLabId])).slice(0, 16)}`);
}

/** CML takes no longer ones. */
const longestTitle = 64;

/** The title that a lab is given so that it is found again after a lost answer: whatever it is for stands at the end. */
export function titleWith(title: string, id: string): string {
  return `${title.slice(0, longestTitle - id.length - 1).trim()} ${id}`;
}

/** What a lab is called that is kept ready for any session of a definition: who sees it in CML knows what it is. */
export function warmTitle(definitionTitle: string): string {
  return `Warm: ${definitionTitle}`;
}

/** Whether a lab on a host is one of those, by its title alone. */
export function isWarmTitle(title: string): boolean {
  return /^Warm: .*\blab_[0-9a-z]{1,32}$/.test(title);
}

/** The record that a lab was imported for, by its title. */
export function recordInTitle(title: string): LabRecordId | undefined {
  const id = /\blab_[0-9a-z]{1,32}\b/.exec(title)?.[0];
  return id === undefined ? undefined : LabRecordId.parse(id);
}

/** Words of a title that are an id of ours: for people who are not to know whose the lab is. */
export function withoutIds(title: string): string {
  return title.replaceAll(/\s*\b(?:ses|lab)_[0-9a-z]{1,32}\b/g, '').trim();
}
