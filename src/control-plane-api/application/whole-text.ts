/** A download that is there as a whole. */
export async function* once<Content extends string | Uint8Array>(content: Content): AsyncGenerator<Content> {
  yield content;
}
