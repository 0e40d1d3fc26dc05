import type { LabRejection } from '@lcm/core/contracts/lab-upload';
import type { NextVersion } from '@lcm/core/domain/definition';
import type { Rejection } from './operation.ts';

export interface UploadWords {
  readonly outcome: 'new' | 'new-version' | 'unchanged';
  readonly message: string;
}

/** What an upload is to the labs that there are. */
export function uploadWords(slug: string, next: NextVersion): UploadWords {
  if (next.is === 'unchanged') {
    const { version, status } = next.definition;
    const now = status === 'active' ? '' : `, which is ${status} by now`;
    return { outcome: 'unchanged', message: `This is version ${version} of ${slug} as it was uploaded before${now}.` };
  }
  const { version } = next;
  if (version === '1.0.0') return { outcome: 'new', message: `${slug} is new.` };
  return {
    outcome: 'new-version',
    message: `Version ${version} of ${slug} takes the place of the one before; sessions that are booked keep theirs.`,
  };
}

/** Every fault at its place, as data and in one sentence. */
export function unreadable({ faults }: LabRejection): Rejection {
  const words = faults.slice(0, 3).map(({ part, path, message, line }) => {
    const place = [part, line === undefined ? '' : `line ${line}`, path].filter((each) => each !== '').join(', ');
    return `${place}: ${message}`;
  });
  const more = faults.length > words.length ? `; and ${faults.length - words.length} more` : '';
  return { code: 'definition.invalid', message: `${words.join('; ')}${more}`, details: { faults } };
}
