/**
 * Rows as CSV that a spreadsheet shows and does not run: a text beginning like a formula is put behind an apostrophe.
 * Lines end in CR LF; every cell is quoted.
 */
export function csv(rows: readonly (readonly (string | number | null)[])[]): string {
  return rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('')
}

function cell(value: string | number | null): string {
  if (value === null) return '""'
  if (typeof value === 'number') return `"${value}"`
  // A space, tab or line break before the sign does not keep a spreadsheet from reading a formula.
  const harmless = /^\s*[=+\-@|%]/.test(value) || /^[\t\r\n]/.test(value) ? `'${value}` : value
  return `"${harmless.replaceAll('"', '""')}"`
}
