/** A download that is there as a whole. */
export async function* once(text: string): AsyncGenerator<string> {
  yield text;
}
