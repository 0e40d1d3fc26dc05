/** An observer that fails must not stop what it observes. */
export function quietly(tell: () => void): void {
  try {
    tell();
  } catch {
    // Nobody is left to tell.
  }
}
