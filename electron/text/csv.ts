/**
 * Rows as CSV that a spreadsheet shows and does not run: a text beginning like a formula is put behind an apostrophe.
 * Lines end in CR LF; every cell is quoted. The names of columns and codes of states, outcomes and kinds are for programs
 * and the same in every language; sentences are in the one that is chosen.
 */
export function csv(rows: readonly (readonly (string | number | null)[])[]): string {
  return rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('')
}

/** What would move the cursor of a terminal, and has no place in a table; tabs and ends of lines may stay. */
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const controls = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g

function cell(value: string | number | null): string {
  if (value === null) return '""'
  if (typeof value === 'number') return `"${value}"`
  // A space, tab or line break before the sign does not keep a spreadsheet from reading a formula.
  const printable = value.replaceAll(controls, '\ufffd')
  const harmless =
    /^\s*[=+\-@|%]/.test(printable) || /^[\t\r\n]/.test(printable) ? `'${printable}` : printable
  return `"${harmless.replaceAll('"', '""')}"`
}
