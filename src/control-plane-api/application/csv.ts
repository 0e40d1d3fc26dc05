/** Taken for a formula by a spreadsheet, which would then run what somebody else wrote. */
const formula = /^[\s]*[=+\-@\t\r|%]/;

/** One line by RFC 4180; a cell that a spreadsheet would calculate is marked as text. */
export function csvLine(cells: readonly (string | number)[]): string {
  return `${cells.map(cellOf).join(',')}\r\n`;
}

function cellOf(cell: string | number): string {
  if (typeof cell === 'number') return String(cell);
  const safe = formula.test(cell) ? `'${cell}` : cell;
  return `"${safe.replaceAll('"', '""')}"`;
}
