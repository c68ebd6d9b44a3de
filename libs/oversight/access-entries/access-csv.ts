import type { ShownEntry } from './shown-entry.js';

/** Excel takes a file for UTF-8 by this alone. */
const BYTE_ORDER_MARK = '\uFEFF';

/** The columns of an extract for a Danish audit (revision), in their order, each with what it says of an entry. */
const COLUMNS: readonly (readonly [heading: string, of: (entry: ShownEntry) => string | number | null])[] = [
  ['Tidspunkt', ({ at }) => at],
  ['Bruger', ({ user }) => user],
  ['Navn', ({ userName }) => userName],
  ['Enhed', ({ unit }) => unit],
  ['Roller', ({ roles }) => roles.join(' ')],
  ['Dataafgrænsning', ({ grounds }) => grounds.join(' ')],
  ['Handling', ({ action }) => HANDLINGER[action]],
  ['Funktion', ({ operation }) => operation],
  ['Formål', ({ purpose }) => purpose],
  ['Parter', ({ parties }) => parties.join(' ')],
  ['Objekter', ({ objects }) => objects.join(' ')],
  ['Forgæves', ({ asked }) => asked.join(' ')],
  ['Søgetekst', ({ searchText }) => searchText],
  ['Antal hits', ({ hits }) => hits],
  ['Begrundelse', ({ reason }) => reason],
  ['Afvist', ({ denied }) => denied],
  ['Gælder pr.', ({ asOf }) => asOf],
  ['Kendt pr.', ({ asKnownAt }) => asKnownAt],
  ['Kommer fra', ({ hopOrigin }) => hopOrigin],
  ['Transaktions-id', ({ transactionId }) => transactionId],
  ['IP-adresse', ({ ip }) => ip],
  ['Post-id', ({ id }) => id],
];

const HANDLINGER: Readonly<Record<ShownEntry['action'], string>> = {
  VIEW: 'Opslag',
  SEARCH: 'Søgning',
  HISTORY: 'Historik',
  REVEAL: 'Afsløring',
  EXPORT: 'Udtræk',
  DENIED: 'Afvist',
};

/** What a spreadsheet may take for a formula (OWASP, CSV injection); some pass over white space, or know the wide signs too. */
const FORMULA = /^(?:[\t\r\n]|\s*[=+\-@＝＋－＠])/;

/** The headings, in Danish, behind a byte order mark. */
export const csvHead = `${BYTE_ORDER_MARK}${line(COLUMNS.map(([heading]) => heading))}`;

/** An entry as a line of CSV: RFC 4180 with semicolons, as a Danish spreadsheet reads it. */
export const csvRow = (entry: ShownEntry): string => line(COLUMNS.map(([, of]) => of(entry)));

function line(values: readonly (string | number | null)[]): string {
  return `${values.map(cell).join(';')}\r\n`;
}

/** A formula is made a text by an apostrophe. */
function cell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[";\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
