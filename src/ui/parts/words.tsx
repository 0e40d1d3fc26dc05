import { Fragment, type VNode } from 'preact';
import { Time } from './time.tsx';

const instants = /(\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)| \d\d:\d\d UTC))/;

/** The scheduler writes `2026-11-21 12:00 UTC`, which not every browser reads. */
function isoOf(instant: string): string {
  return instant.replace(' UTC', 'Z').replace(' ', 'T');
}

/** A sentence of the server with its instants in the viewer's zone. */
export function Words({ text }: { readonly text: string }): VNode {
  // Splitting by a pattern with a group puts what matched at the odd places.
  const parts = text.split(instants);
  return (
    <>
      {parts.map((part, index) =>
        index % 2 === 1 ? <Time key={index} at={isoOf(part)} /> : <Fragment key={index}>{part}</Fragment>,
      )}
    </>
  );
}
