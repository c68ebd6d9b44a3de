const date = new Intl.DateTimeFormat('da-DK', { dateStyle: 'medium', timeZone: 'Europe/Copenhagen' });
const moment = new Intl.DateTimeFormat('da-DK', {
  dateStyle: 'medium',
  timeStyle: 'short',
  timeZone: 'Europe/Copenhagen',
});

/** The Danish day of an instant or a date, as a caseworker reads it. */
export function danishDay(text: unknown): string {
  if (typeof text !== 'string') return '';
  return date.format(new Date(text.length === 10 ? `${text}T12:00:00Z` : text));
}

/** Day and time in Denmark. */
export function danishMoment(text: unknown): string {
  return typeof text === 'string' ? moment.format(new Date(text)) : '';
}

/** GraphQL's words in Danish; a word that is not here is shown as it is. */
export function danishWord(word: unknown): string {
  return typeof word === 'string' ? (WORDS[word] ?? word) : '';
}

const WORDS: Readonly<Record<string, string>> = {
  PERSON: 'Person',
  COMPANY: 'Virksomhed',
  OPENED: 'Opstået',
  INFORMED: 'Oplyst',
  DECIDED: 'Afgjort',
  CLOSED: 'Afsluttet',
  GRANTED: 'bevilget',
  REFUSED: 'afslag',
  PARTLY: 'delvist bevilget',
  ANNULLED: 'annulleret',
  PRIMARY: 'primær part',
  SECONDARY: 'sekundær part',
  BENEFIT_RECIPIENT: 'ydelsesmodtager',
  SPOUSE: 'Ægtefælle',
  PARENT: 'Forælder',
  CHILD: 'Barn',
  GUARDIAN: 'Værge',
  WARD: 'Under værgemål',
  CUSTODIAN: 'Forældremyndighed',
  CUSTODY_CHILD: 'Har forældremyndighed over',
  HOUSEHOLD: 'Samme husstand',
  REPRESENTATIVE: 'Repræsentant',
  REPRESENTED: 'Repræsenterer',
  CPR: 'CPR-nummer',
  CVR: 'CVR-nummer',
  PNR: 'P-nummer',
  REPLACEMENT: 'Erstatningsnummer',
  OTHER: 'Andet nummer',
  NOT_CONFIDENTIAL: 'ikke fortrolig',
  CONFIDENTIAL: 'fortrolig',
  SENSITIVE: 'følsom',
  VIP: 'VIP',
  CURRENT: 'aktuel',
  STALE: 'forældet',
  GAP: 'mangler hændelser',
  DOWN: 'ude af drift',
  UNKNOWN: 'ukendt',
  ACTIVE: 'aktiv',
  INACTIVE: 'inaktiv',
  PASSIVE: 'passiv',
  CALCULATED: 'beregnet',
  SENT: 'anvist',
  PAID: 'udbetalt',
  REVERSED: 'tilbageført',
  CASE_OPENED: 'Sag åbnet',
  CASE_PROGRESS: 'Fremdrift',
  CASE_DECIDED: 'Afgørelse',
  CASE_CLOSED: 'Sag afsluttet',
  DOCUMENT: 'Dokument',
  JOURNAL_NOTE: 'Notat',
  GRANT: 'Ydelse',
  PAYMENT: 'Udbetaling',
  SERVICE: 'Indsats',
  ADDRESS: 'Adresse',
  PARTY: 'Part',
  FILED: 'journaliseret',
  ATTACHED: 'tilknyttet',
  RECEIVED: 'modtaget',
  DISTRIBUTED: 'fordelt',
  IN_PROGRESS: 'under udarbejdelse',
  IN_REVIEW: 'til gennemsyn',
  PUBLISHED: 'offentliggjort',
  FINAL: 'endelig',
  TRANSFERRED: 'overført',
  incoming: 'indgående',
  outgoing: 'udgående',
  internal: 'intern',
  ORGANISATION: 'Organisation',
  UNIT: 'Enhed',
  USER: 'Bruger',
  IT_SYSTEM: 'It-system',
};
