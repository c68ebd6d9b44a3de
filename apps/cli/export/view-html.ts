import { danishDay, danishMoment, danishWord } from '../output/danish.js';
import { labelOf } from './labels.js';

type Fields = Readonly<Record<string, unknown>>;

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
/** Tables with more columns do not fit on paper. */
const WIDEST = 6;

/** Text as HTML shows it to the letter: what a source sent is never markup, and control characters are blanks. */
export function escaped(text: string): string {
  return text
    .replace(/[\p{Cc}\u2028\u2029]/gu, (character) => (character === '\n' ? '\n' : ' '))
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** A view as a person reads it: facts as a list, lists as tables. */
export function viewHtml(view: Fields): string {
  const fields = Object.entries(view).filter(([, value]) => !isNothing(value));
  const facts = fields.filter(([, value]) => !isList(value));
  const lists = fields.filter(([, value]) => isList(value));
  return [
    factsHtml(facts),
    ...lists.map(([name, value]) => {
      const items = itemsOf(value);
      return `<h3>${escaped(labelOf(name))} (${items.length})</h3>\n${listHtml(items)}`;
    }),
  ].join('\n');
}

/** A list, or a page of one. */
const isList = (value: unknown): boolean => Array.isArray(value) || (isFields(value) && Array.isArray(value['edges']));

function itemsOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  return ((value as { edges?: { node: unknown }[] }).edges ?? []).map(({ node }) => node);
}

function factsHtml(facts: readonly (readonly [string, unknown])[]): string {
  if (facts.length === 0) return '';
  const rows = facts.map(([name, value]) => `<dt>${escaped(labelOf(name))}</dt><dd>${valueHtml(value)}</dd>`);
  return `<dl>\n${rows.join('\n')}\n</dl>`;
}

function listHtml(items: readonly unknown[]): string {
  if (!items.every(isFields)) return `<p>${items.map(valueHtml).join(', ')}</p>`;
  const names = [...new Set(items.flatMap((item) => Object.keys(item)))];
  const told = names.filter((name) => items.some((item) => !isNothing(item[name])));
  if (told.length > WIDEST) {
    return items.map((item) => `<section class="item">${factsHtml(present(item))}</section>`).join('\n');
  }
  const head = told.map((name) => `<th>${escaped(labelOf(name))}</th>`).join('');
  const rows = items.map((item) => `<tr>${told.map((name) => `<td>${valueHtml(item[name])}</td>`).join('')}</tr>`);
  return `<table><thead><tr>${head}</tr></thead><tbody>\n${rows.join('\n')}\n</tbody></table>`;
}

/** One value; what is within it follows in brackets. */
export function valueHtml(value: unknown): string {
  if (isNothing(value)) return '–';
  if (value === true) return 'ja';
  if (value === false) return 'nej';
  if (typeof value === 'string') return escaped(textOf(value));
  if (typeof value === 'number') return String(value);
  if (isList(value)) return itemsOf(value).map(valueHtml).join('; ');
  const brief = briefOf(value as Fields);
  if (brief !== null) return escaped(brief);
  const fields = present(value as Fields);
  const [only] = fields;
  if (fields.length === 1 && only !== undefined) return valueHtml(only[1]);
  return fields.map(([name, inner]) => `${escaped(labelOf(name))}: ${valueHtml(inner)}`).join(' · ');
}

/** What is told elsewhere in full: a party, an actor or a case by name and number. */
function briefOf(fields: Fields): string | null {
  const { caseNumber, title, name, identifiers } = fields;
  if (typeof caseNumber === 'string') return typeof title === 'string' ? `${caseNumber} ${title}` : caseNumber;
  if (typeof name !== 'string' || !('id' in fields)) return null;
  const [number] = Array.isArray(identifiers) ? (identifiers as Fields[]) : [];
  return typeof number?.['value'] === 'string' ? `${name} (${number['value']})` : name;
}

function textOf(text: string): string {
  if (INSTANT.test(text)) return danishMoment(text);
  return DAY.test(text) ? danishDay(text) : danishWord(text);
}

const present = (fields: Fields): [string, unknown][] =>
  Object.entries(fields).filter(([, value]) => !isNothing(value));

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function isNothing(value: unknown): boolean {
  if (value === null || value === undefined || value === '') return true;
  if (Array.isArray(value)) return value.length === 0;
  return isFields(value) && (isList(value) ? itemsOf(value).length === 0 : Object.values(value).every(isNothing));
}
