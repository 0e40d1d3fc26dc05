/** Whether every word of a filter occurs somewhere in the fields, in whatever case. */
export function matches(filter: string, fields: readonly (string | undefined)[]): boolean {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const text = fields.join('\n').toLowerCase();
  return words.every((word) => text.includes(word));
}
