import type { Node, Page } from '#read-models/queries';
import { danishDay, danishMoment, danishWord } from '../output/danish.js';
import { grantLines, paymentLines, serviceLines } from './given-text.js';
import type { PartyAnswer } from './party-answer.js';
import { plainText as text } from './plain-text.js';

const PROTECTED = 'beskyttet';

/** The 360° view as a caseworker reads it on a terminal. */
export function partyText(party: PartyAnswer): string {
  return [
    heading(party),
    ...section('Relationer', party.relations.map(relationLine)),
    ...section(...listOf('Sager', party.cases, caseLines)),
    ...section(...listOf('Dokumenter', party.documents, documentLines)),
    ...section(...listOf('Journalnotater', party.journalNotes, noteLines)),
    ...section(...listOf('Bevillinger', party.grants, grantLines)),
    ...section(...listOf('Udbetalinger', party.payments, paymentLines)),
    ...section(...listOf('Indsatser', party.services, serviceLines)),
    ...section(...listOf('Tidslinje', party.timeline, timelineLines)),
    ...section(
      'Kildernes friskhed',
      party.freshness.map(
        ({ source, state, message, lastEventAt }) =>
          `${danishWord(state).padEnd(18)} ${source}  ${message ?? `senest hørt ${danishMoment(lastEventAt)}`}`,
      ),
    ),
    '',
  ].join('\n');
}

type Entry = Readonly<Record<string, unknown>>;

function heading(party: PartyAnswer): string {
  const name = party['nameProtected'] === true ? `[navn ${PROTECTED}]` : text(party['name'], '[uden navn]');
  const identifiers = (party['identifiers'] as Entry[]).map(
    ({ type, value, from, to }) => `${danishWord(type)}: ${text(value)}${period(from, to)}`,
  );
  const facts = [
    ...identifiers,
    ...(typeof party['birthDate'] === 'string' ? [`Født: ${danishDay(party['birthDate'])}`] : []),
    ...(typeof party['diedOn'] === 'string' ? [`Død: ${danishDay(party['diedOn'])}`] : []),
    ...(typeof party['form'] === 'string' ? [`Virksomhedsform: ${text(party['form'])}`] : []),
    ...(typeof party['branch'] === 'string' ? [`Branche: ${text(party['branch'])}`] : []),
    `Adresse: ${party['addressProtected'] === true ? PROTECTED : addressLine(party['address'] as Entry | null)}`,
    ...((party['addressHistory'] as Entry[] | undefined) ?? [])
      .slice(1, 4)
      .map(({ address, from, to }) => `  tidligere: ${addressLine(address as Entry)}${period(from, to)}`),
    ...((party['nameHistory'] as Entry[] | undefined) ?? [])
      .slice(1, 4)
      .map(({ name: old, from, to }) => `  tidligere navn: ${text(old)}${period(from, to)}`),
    `Id: ${party.id}`,
  ];
  return [`${name}  (${danishWord(party['kind'])})`, '═'.repeat(name.length), ...facts].join('\n');
}

function addressLine(address: Entry | null): string {
  if (address === null) return 'ukendt';
  const { lines, postalCode, city, coName } = address;
  const place = [postalCode, city].filter((part) => typeof part === 'string').join(' ');
  return [...(typeof coName === 'string' ? [`c/o ${coName}`] : []), ...(lines as string[]), place]
    .filter((part) => part !== '')
    .join(', ');
}

function relationLine({ kind, party, from, to }: PartyAnswer['relations'][number]): string {
  return `${danishWord(kind).padEnd(26)} ${nameOf(party)}${period(from, to)}`;
}

function nameOf(party: Node): string {
  if (party['nameProtected'] === true) return `[navn ${PROTECTED}]`;
  const [number] = (party['identifiers'] as Entry[] | undefined) ?? [];
  return `${text(party['name'], '[uden navn]')}${number === undefined ? '' : ` (${text(number['value'])})`}`;
}

function caseLines(node: Node): string[] {
  const decision = node['decision'] as Entry | null;
  const status = [danishWord(node['progress']), text(node['statusText'])].filter((part) => part !== '').join(' – ');
  const unit = (node['responsibleUnit'] as Entry | null)?.['name'];
  const handler = (node['primaryHandler'] as Entry | null)?.['name'];
  return [
    `${danishDay(node['openedOn']).padEnd(14)} ${text(node['caseNumber'])}  ${text(node['title'])}`,
    `${' '.repeat(14)} ${['KLE ' + text(node['kle']), status, decision === null ? '' : `${danishWord(decision['outcome'])} ${danishDay(decision['decidedOn'])}`, text(unit), text(handler)].filter((part) => part !== '').join(' · ')}`,
    ...((node['linkedObjects'] as Entry[] | undefined) ?? []).map(
      ({ kind, urn, from, to }) => `${' '.repeat(14)} Objekt: ${text(kind)} ${text(urn)}${period(from, to)}`,
    ),
    ...(typeof node['hop'] === 'string' ? [`${' '.repeat(14)} ${node['hop']}`] : []),
  ];
}

function documentLines(node: Node): string[] {
  const cases = (node['cases'] as { case: Node }[]).map((link) => text(link.case['caseNumber']));
  return [
    `${danishDay(node['letterDate']).padEnd(14)} ${text(node['title'])} (${text(node['documentType'])}) · ${cases.join(', ')}`,
  ];
}

function noteLines(node: Node): string[] {
  const author = (node['author'] as Entry | null)?.['name'];
  const number = (node['case'] as Node | null)?.['caseNumber'];
  const withdrawn = node['withdrawn'] === true ? ' [trukket tilbage]' : '';
  return [
    `${danishDay(node['notedOn']).padEnd(14)} ${text(node['title'])}${withdrawn} · ${text(number)} · ${text(author)}`,
    ...wrapped(text(node['text']), 15),
  ];
}

function timelineLines(node: Node): string[] {
  return [`${danishDay(node['at']).padEnd(14)} ${danishWord(node['kind']).padEnd(14)} ${text(node['title'])}`];
}

function listOf(title: string, page: Page, linesOf: (node: Node) => string[]): [string, string[]] {
  const lines = page.edges.flatMap(({ node }) => linesOf(node));
  const rest = page.totalCount - page.edges.length;
  return [`${title} (${page.totalCount})`, rest > 0 ? [...lines, `… og ${rest} til`] : lines];
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', title, '─'.repeat(title.length), ...lines];
}

function period(from: unknown, to: unknown): string {
  if (typeof from !== 'string' && typeof to !== 'string') return '';
  return ` (${typeof from === 'string' ? danishDay(from) : ''}–${typeof to === 'string' ? danishDay(to) : ''})`;
}

function wrapped(note: string, indent: number): string[] {
  const lines: string[] = [];
  for (const word of note.split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < 100) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.map((line) => ' '.repeat(indent) + line);
}
