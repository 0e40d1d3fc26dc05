/** A path of ours or the start page: a login link must not lead anywhere else. */
export function localPath(text: string | null): string {
  if (text === null || !/^\/(?![/\\])[\x21-\x7e]*$/.test(text) || text.includes('\\')) return '/';
  const { origin, pathname, search, hash } = new URL(text, 'http://here');
  return origin === 'http://here' && !pathname.startsWith('//') ? `${pathname}${search}${hash}` : '/';
}
