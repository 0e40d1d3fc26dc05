import { Fragment, type VNode } from 'preact';
import { Time } from './time.tsx';

const instants = /(\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d))/;

/** A sentence of the server with its instants in the viewer's zone. */
export function Words({ text }: { readonly text: string }): VNode {
  // Splitting by a pattern with a group puts what matched at the odd places.
  const parts = text.split(instants);
  return (
    <>
      {parts.map((part, index) =>
        index % 2 === 1 ? <Time key={index} at={part} /> : <Fragment key={index}>{part}</Fragment>,
      )}
    </>
  );
}
