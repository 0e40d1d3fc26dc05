import type { Cml } from './cml.ts';
import { Refusal } from './cml.ts';
import type { Fault } from './state.ts';

type FaultKind = Fault['kind'];

/**
 * Takes the next fault of a kind that strikes here, if there is one; a counted fault is used up by it.
 * `subject` is an operation, a lab title or a node label: whatever the kind is about.
 */
export function strike(cml: Cml, kind: FaultKind, subject: string): Fault | undefined {
  const { faults } = cml.state;
  const index = faults.findIndex((fault) => fault.kind === kind && (fault.match ?? subject) === subject);
  const fault = faults[index];
  if (fault?.times === undefined) return fault;
  if (fault.times === 1) faults.splice(index, 1);
  else fault.times -= 1;
  return { ...fault };
}

/** Sentinels that somebody without the admin endpoint can type: see the README. */
export function hasSentinel(text: string, sentinel: string): boolean {
  return text.toLowerCase().includes(`fault:${sentinel}`);
}

export function refuseOn(
  cml: Cml,
  kind: FaultKind,
  { subject, description }: { subject: string; description: string },
): void {
  if (strike(cml, kind, subject) || hasSentinel(subject, kind))
    throw new Refusal(kind === 'disk-full' ? 500 : 400, description);
}
