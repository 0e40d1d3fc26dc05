/** Whether a name is one that EC2 would find by that pattern: `*` is any text, `?` any character, case counts. */
export function fitsName(pattern: string, name: string): boolean {
  const source = pattern
    .split(/([*?])/)
    .map((part) => wildcards[part] ?? RegExp.escape(part))
    .join('');
  return new RegExp(`^(?:${source})$`, 'su').test(name);
}

const wildcards: Readonly<Record<string, string>> = { '*': '.*', '?': '.' };
