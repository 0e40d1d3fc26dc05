/** An expected outcome that the caller must look at. Broken infrastructure and bugs throw instead. */
export type Result<Value, Rejection> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly rejection: Rejection };

export function ok<Value>(value: Value): Result<Value, never> {
  return { ok: true, value };
}

export function reject<Rejection>(rejection: Rejection): Result<never, Rejection> {
  return { ok: false, rejection };
}

/** Marks a branch the compiler has shown to be impossible. */
export function unreachable(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`);
}
