import { secrets } from '../settings.ts';
import type { Report } from './violation.ts';

const all = Object.entries(secrets);

/** I12: no secret leaves its box, in whatever is written, sent or shown. */
export function findSecrets(report: Report, where: string, text: string): void {
  for (const [name, secret] of all) if (text.includes(secret)) report('I12', `${where} holds the secret ${name}`);
}
