import type { CprPerson } from './extract-reader.js';
import { hasApplied, startOf, type Fact } from './facts.js';
import { knownEnd } from './register-time.js';

/** The name the person bears (008) and those before it (026). */
export function namesOf(person: CprPerson): Fact[] {
  const current = person.all('008').flatMap(({ line, fields }): Fact[] => {
    const name = fullName(fields);
    if (name === '') return [];
    return [{ name: 'party.name-changed', data: { name }, line, rank: 'current', from: startOf(fields.from, person) }];
  });
  const past = person.all('026').flatMap(({ line, fields }): Fact[] => {
    const name = fullName(fields);
    if (name === '' || !hasApplied(fields.correction)) return [];
    const period = { from: startOf(fields.from, person), to: knownEnd(fields.to) };
    return [{ name: 'party.name-changed', data: { name }, line, rank: 'past', ...period }];
  });
  return [...current, ...past];
}

/** The legal name, not the addressing name: that one is cut to 34 characters and past names have none. */
function fullName(fields: { first: string; middle: string; last: string }): string {
  return [fields.first, fields.middle, fields.last].filter((part) => part !== '').join(' ');
}

/** The register writes the names of relatives as `Last,First`. */
export function nameFromRegister(text: string): string | undefined {
  const [last = '', ...firsts] = text.split(',').map((part) => part.trim());
  const name = [...firsts, last].filter((part) => part !== '').join(' ');
  return name === '' ? undefined : name;
}
